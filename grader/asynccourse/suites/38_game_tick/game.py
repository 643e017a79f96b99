"""One run of a world, and what is refused of it."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from random import Random
from typing import TYPE_CHECKING, Any, NoReturn

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteCall, RemoteObject, Submission
from asynccourse.judge.services import Service, ServiceCall, ServiceObject
from asynccourse.judge.session import Session
from asynccourse.judge.witness import Witness
from asynccourse.verdicts.refusal import Refusal

if TYPE_CHECKING:
    from game_script import PART, Script, Tick, seconds
else:  # a suite's folder is found by its whole name, which no import statement can spell
    _script = importlib.import_module("asynccourse.suites.38_game_tick.game_script")
    PART, Script, Tick, seconds = _script.PART, _script.Script, _script.Tick, _script.seconds

ROUNDING = 1e-6
"""Seconds by which times may differ."""

GRID = (
    "Work out each tick's time anew from the first one's, `start + n / hz`, and sleep for what is "
    "left until then."
)
"""The way out of late ticks."""

READER = (
    "Let one task of its own read `inputs` from beginning to end into a list, and let each tick "
    "take what is in the list. Nobody then ever gives up waiting for the next input."
)
"""The way out of inputs that are late or lost."""

LAST = (
    "Each tick looks, as it begins, whether `inputs` has ended: the first that finds it ended is "
    "the last, whatever inputs it has got."
)

AT_ONCE = "Have each new state wake whoever sends, and let it send the newest whenever it is free."

EMPTY = "This state was an empty string. Whether there is one to send, ask with `is not None`."


class Game:
    """The services of one run of a script. They refuse at once what isn't as planned."""

    def __init__(self, session: Session, witness: Witness, script: Script, rng: Random) -> None:
        self.session = session
        self.script = script
        self.plan = script.plan()
        self.witness = witness
        self.late = 0.0
        """Seconds by which the loop wakes everybody too late."""
        self.start = witness.now
        self.states: dict[str, int] = {}
        """The tick of each state that step has made."""
        self._rng = rng
        self._sent: set[str] = set()
        self._come = 0
        self._early = False
        self.asked = witness.timed("inputs.__anext__", self._until_next, self._next)
        self.inputs = witness.object("inputs", {"__anext__": self.asked})
        self.step = self._service("step", script.steps, self._step_takes, self._step)
        self.broadcast = self._service(
            "broadcast", script.broadcasts, self._broadcast_takes, self._broadcast
        )
        self.step.check = self._check_step
        self.broadcast.check = self._check_broadcast

    def _service(
        self,
        label: str,
        lasting: dict[int, float],
        takes: Callable[..., float],
        result: Callable[..., Any],
    ) -> Service:
        if lasting:
            return self.witness.timed(label, takes, result)
        return self.witness.instant(label, result)

    def begin(self, submission: Submission) -> RemoteCall:
        """Start to run the world."""
        self.start = self.witness.now
        call: RemoteCall = submission.run_world(*self.args)
        return call.start()

    def begin_late(self, driver: RemoteObject) -> RemoteCall:
        """Start to run the world on a loop that wakes everybody late."""
        self.start, self.late = self.witness.now, 0.5 / PART / self.script.hz
        return driver.call("run_late", self.late, *self.args).start()

    @property
    def args(self) -> tuple[float, ServiceObject, Service, Service]:
        """What `run_world` is called with."""
        return self.script.hz, self.inputs, self.step, self.broadcast

    async def begins(self, number: int) -> None:
        """Wait until tick `number` begins, of those that are as planned."""
        await self.witness.until(
            lambda: len(self.step.calls) > number,
            "wrong_result",
            f"step() was called for {number} ticks, and for no more",
        )

    # -------------------------------------------------------------------------- the services

    def _until_next(self) -> float:
        rest = [at for at, _ in self.script.inputs[self._come :]] or [self.script.end]
        return 0.0 if self.broken_off else max(0.0, self.start + rest[0] - self.witness.now)

    def _next(self) -> str:
        if self.broken_off:
            raise StopAsyncIteration
        if self._come < len(self.script.inputs):
            self._come += 1
            return self.script.inputs[self._come - 1][1]
        raise self.script.fault or StopAsyncIteration

    @property
    def broken_off(self) -> bool:
        """Whether a wait for an input was cancelled: of an async generator that is the end."""
        return any(call.outcome == "cancelled" for call in self.asked.calls)

    def _step_takes(self, tick: int, _inputs: Sequence[str]) -> float:
        return self.script.steps.get(tick, 0.0)

    def _step(self, tick: int, _inputs: Sequence[str]) -> str:
        if error := self.script.faults.get(("step", tick)):
            raise error
        empty = tick == self.script.empty
        state = "" if empty else f"state-{tick}-{self._rng.randrange(10**6)}"
        self.states[state] = tick
        return state

    def _broadcast_takes(self, state: str) -> float:
        return self.script.broadcasts.get(self.states[state], 0.0)

    def _broadcast(self, state: str) -> None:
        if error := self.script.faults.get(("broadcast", self.states[state])):
            raise error

    # ------------------------------------------------------------------------------ each step

    def _check_step(self, call: ServiceCall) -> None:
        tick, inputs = step_args(call)
        if self._early:
            return
        time = call.start - self.start
        if len(self.step.calls) > len(self.plan):
            last = self.plan[-1].number
            expect.refuse(
                "wrong_result",
                f"the inputs had ended at {seconds(self.script.end)}, and tick {last} was the "
                f"first one after that; step() was called once more, for tick {tick}",
                line=call.line,
                cure=LAST,
            )
        wanted = self.plan[len(self.step.calls) - 1]
        self._check_time(call, tick, time, wanted)
        if not self._early:
            self._check_inputs(call, inputs, wanted)

    def _check_time(self, call: ServiceCall, tick: int, time: float, wanted: Tick) -> None:
        late = time - wanted.time
        if tick == wanted.number and -ROUNDING <= late <= self.late + ROUNDING:
            return
        hz = f"{self.script.hz:g} Hz"
        due = f"tick {wanted.number} at {hz} is due at {seconds(wanted.time)}"
        if late > ROUNDING and self._sending_at(self.start + wanted.time):
            expect.refuse(
                "sequential",
                f"{due}, while a broadcast was under way, and nothing happened then: the next tick "
                f"began at {seconds(time)}",
                line=call.line,
                cure="Let broadcasts run in a task of their own, for which no tick waits.",
            )
        if tick < wanted.number and time <= wanted.time + ROUNDING:
            expect.refuse(
                "wrong_result",
                f"the step before had ended at {seconds(self._free())}, when tick {tick} at {hz} "
                f"was over already (it was due at {seconds(tick / self.script.hz)}); all the same, "
                f"step() was called for tick {tick}, at {seconds(time)}",
                line=call.line,
                cure="What is missed is skipped, with its number: after each step, look which tick "
                "is the next one that is still to come.",
            )
        if late < -ROUNDING:
            told = f"{due}, and step() was called for tick {tick} at {seconds(time)}, too early"
            self._refuse_when_idle(Refusal("wrong_result", told, line=call.line, cure=GRID))
            return
        if late <= self.late + ROUNDING:
            expect.refuse(
                "wrong_result",
                f"{due}; then step() was called with the number {tick}",
                line=call.line,
                cure="Ticks count from 0, and those that are skipped count too.",
            )
        told = f"{due}, and began at {seconds(time)}: {seconds(late)} late"
        if self.late:
            told += (
                f", on a loop that is busy and wakes each sleeper {seconds(self.late)} late: what "
                "one tick is late is carried into the next"
            )
        expect.refuse("too_slow", told, line=call.line, cure=GRID)

    def _refuse_when_idle(self, refusal: Refusal) -> None:
        """Refuse for being too early once it is known that the loop wasn't held meanwhile.

        While a loop is held, by `time.sleep`, the clock of the test doesn't move on.
        """
        self._early = True
        self.session.after(0.0, lambda: self.session.refuse(refusal))

    def _free(self) -> float:
        """Return when the last step that has ended did so."""
        return max(call.end or 0.0 for call in self.step.calls) - self.start

    def _sending_at(self, time: float) -> bool:
        return any(
            call.start <= time and (call.end is None or call.end > time + ROUNDING)
            for call in self.broadcast.calls
        )

    def _check_inputs(self, call: ServiceCall, got: list[str], wanted: Tick) -> None:
        if got == wanted.inputs:
            return
        told = f"tick {wanted.number} got {expect.shown(got)}"
        line = call.line
        if self.broken_off:
            self._refuse_broken_off(f"{told}, not {expect.shown(wanted.inputs)}", line)
        if sorted(got) == sorted(wanted.inputs):
            came = f"{told}, which had come as {expect.shown(wanted.inputs)}"
            expect.refuse("out_of_order", came, line=line)
        before = {name for one in self.plan if one.number < wanted.number for name in one.inputs}
        twice = [name for index, name in enumerate(got) if name in before or name in got[:index]]
        if twice:
            expect.refuse(
                "wrong_result",
                f"{told}: {twice[0]} had been given to a step already",
                line=line,
                cure="What a step gets is taken out of the list, before the step.",
            )
        expect.refuse(
            "wrong_result",
            f"{told}, where {expect.shown(wanted.inputs)} had come since the tick before it began",
            line=line,
            cure=READER + " What comes during a step waits for the next tick.",
        )

    def _refuse_broken_off(self, then: str, line: int = 0) -> NoReturn:
        ended = next(one for one in self.asked.calls if one.outcome == "cancelled")
        at = seconds((ended.end or 0.0) - self.start)
        expect.refuse(
            "wrong_result",
            f"the wait for the next input was cancelled at {at}, which is the end of an async "
            f"generator; {then}",
            line=line,
            cure=READER,
        )

    # -------------------------------------------------------------------------- each broadcast

    def _check_broadcast(self, call: ServiceCall) -> None:
        state = call.args[0] if len(call.args) == 1 and not call.kwargs else None
        if not isinstance(state, str) or state not in self.states:
            expect.refuse(
                "wrong_result",
                f"it called {expect.shown(call.label)[1:-1]}, where broadcast() takes a state that "
                "step() has returned",
                line=call.line,
            )
        under_way = [self.states[one.args[0]] for one in self.broadcast.in_flight if one != call]
        expect.true(
            not under_way,
            "unbounded",
            f"the broadcast of tick {self.states[state]}'s state began while that of "
            f"{' and '.join(map(str, under_way))} was under way; with a slow client they pile up",
            line=call.line,
            cure="One broadcast at a time: what is made meanwhile is skipped, up to the newest.",
        )
        newest = max(self.states.values())
        tick = self.states[state]
        expect.true(
            tick == newest,
            "out_of_order",
            f"the state of tick {tick} was sent when that of tick {newest} was there already: with "
            "a slow client, the others fall further and further behind",
            line=call.line,
            cure="When a broadcast begins, it takes the newest state; older ones are dropped.",
        )
        expect.true(
            state not in self._sent,
            "wrong_result",
            f"the state of tick {tick} was broadcast twice",
            line=call.line,
        )
        self._sent.add(state)

    # ---------------------------------------------------------------------------- at the end

    def finished(self, fewer: int = 0) -> None:
        """Refuse unless all ticks have been, and their states were sent as they must.

        `fewer` ticks may be missing at the end.
        """
        calls = self.step.calls
        if len(calls) < len(self.plan) - fewer:
            last = f"tick {calls[-1].args[0]}" if calls else "no tick at all"
            told = (
                f"run_world returned after {last}, where the inputs go on to "
                f"{seconds(self.script.end)}, and tick {self.plan[-1].number} is the last"
            )
            if self.broken_off:
                self._refuse_broken_off(told)
            expect.refuse("wrong_result", told, cure=LAST)
        for call in self.broadcast.calls:
            self._ended_whole(call)
        last_tick = calls[-1].args[0]
        sent = [self.states[state] for state in self._sent]
        for call in calls:
            if call.args[0] in sent or call is not calls[-1]:
                self._sent_at_once(call)
        expect.true(
            last_tick in sent,
            "wrong_result",
            f"run_world returned, and the last state, of tick {last_tick}, was never sent",
            cure="After the last tick, wait for the broadcast that is under way, and then for that "
            "of the last state.",
        )

    def _ended_whole(self, call: ServiceCall) -> None:
        tick = self.states[call.args[0]]
        expect.true(
            call.outcome != "cancelled",
            "wrong_result",
            f"the broadcast of tick {tick}'s state was cancelled after "
            f"{seconds((call.end or 0.0) - call.start)}: whoever is slow never gets one whole",
            line=call.line,
            cure="Let a broadcast come to its end, however long it takes, and wait for the last.",
        )
        expect.true(
            call.outcome == "returned",
            "leaked_task",
            f"run_world had ended, and the broadcast of tick {tick}'s state was still under way",
            line=call.line,
        )

    def _sent_at_once(self, step: ServiceCall) -> None:
        made = step.end or 0.0
        if any(
            call.start < made - ROUNDING and (call.end or made) > made + ROUNDING
            for call in self.broadcast.calls
        ):
            return
        tick = step.args[0]
        starts = [c.start for c in self.broadcast.calls if self.states[c.args[0]] == tick]
        told = f"sent {seconds(starts[0] - made)} later" if starts else "never sent"
        expect.true(
            bool(starts) and starts[0] <= made + ROUNDING,
            "too_slow" if starts else "wrong_result",
            f"the state of tick {tick} was there at {seconds(made - self.start)}, with no "
            f"broadcast under way, and was {told}",
            line=step.line,
            cure=EMPTY if tick == self.script.empty and not starts else AT_ONCE,
        )

    async def nothing_left(self, after: str) -> None:
        """Refuse if a call is still in flight, or a task still there that would make one later."""
        idle = await self.witness.idle()
        for service in (self.step, self.broadcast, self.asked):
            for call in service.in_flight:
                expect.refuse(
                    "leaked_task",
                    f"{service.label}() was still in flight after {after}",
                    line=call.line,
                )
        expect.true(
            not idle.tasks,
            "leaked_task",
            f"after {after}, tasks of its own were still there: {idle.tasks}",
        )


def step_args(call: ServiceCall) -> tuple[int, list[str]]:
    """Return what a step was given; refuse what isn't a number and a list."""
    match call.args:
        case (int(tick), list() | tuple() as inputs) if not call.kwargs:
            return tick, list(inputs)
    return expect.refuse(
        "wrong_result",
        f"it called {expect.shown(call.label)[1:-1]}, where step() takes the tick's number "
        "and the list of inputs",
        line=call.line,
    )
