"""One run of a world, and what is refused of it."""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import zip_longest
from random import Random
from typing import TYPE_CHECKING, Any, NoReturn

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteCall, RemoteObject, Submission
from asynccourse.judge.services import Service, ServiceCall, ServiceObject
from asynccourse.judge.session import Session
from asynccourse.judge.witness import Witness
from asynccourse.verdicts.refusal import Refusal

if TYPE_CHECKING:
    from game_script import PART, ROUNDING, Script, Tick, seconds
    from game_states import States
else:  # a suite's folder is found by its whole name, which no import statement can spell
    _script = importlib.import_module("asynccourse.suites.38_game_tick.game_script")
    PART, ROUNDING, Script = _script.PART, _script.ROUNDING, _script.Script
    Tick, seconds = _script.Tick, _script.seconds
    States = importlib.import_module("asynccourse.suites.38_game_tick.game_states").States

GRID = (
    "Work out each tick's time anew from the first one's, `start + n / hz`, and sleep for what is "
    "left until then."
)
"""The way out of late ticks."""

NEXT = (
    "What is missed is skipped, with its number, and no more: after each step, look which tick is "
    "the first one that is still to come."
)
"""The way out of ticks that are skipped too rarely or too often."""

READER = (
    "Let one task of its own read `inputs` from beginning to end into a list, and let each tick "
    "take what is in the list. Nobody then ever gives up waiting for the next input."
)
"""The way out of inputs that are late or lost."""

LAST = (
    "Each tick looks, as it begins, whether `inputs` has ended: the first that finds it ended is "
    "the last, whatever inputs it has got."
)


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
        self._come = 0
        self._early = False
        self.asked = witness.timed("inputs.__anext__", self._until_next, self._next)
        self.inputs = witness.object("inputs", {"__anext__": self.asked})
        self.states = States(script, rng)
        self.step = self._service("step", script.steps, self._step_takes, self.states.made)
        self.broadcast = self._service(
            "broadcast", script.broadcasts, self.states.takes, self.states.sent
        )
        self.step.check = self._check_step
        self.states.service = self.broadcast
        self.broadcast.check = self.states.check

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

    def _next(self) -> object:
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

    def _step_takes(self, tick: int, _inputs: Sequence[object]) -> float:
        return self.script.steps.get(tick, 0.0)

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
        if late > ROUNDING and self._waited(tick, wanted):
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
                cure=NEXT,
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
        if tick > wanted.number and time <= tick / self.script.hz + self.late + ROUNDING:
            expect.refuse(
                "wrong_result",
                f"{due}; it was left out, though it was still to come, and step() was called for "
                f"tick {tick} at {seconds(time)}",
                line=call.line,
                cure=NEXT,
            )
        told = f"{due}, and began at {seconds(time)}: {seconds(late)} late"
        if self.late:
            told += (
                f", on a loop that is busy and wakes each sleeper {seconds(self.late)} late: what "
                "one tick is late is carried into the next"
            )
        expect.refuse("too_slow", told, line=call.line, cure=GRID)

    def _waited(self, tick: int, wanted: Tick) -> bool:
        """Return whether the wanted tick seems to have waited for a broadcast.

        Where another tick came instead, at a time of its own, no tick may have begun during one.
        """
        began = [] if tick == wanted.number else [call.start for call in self.step.calls]
        sending = self.states.sending_at
        return sending(self.start + wanted.time) and not any(map(sending, began))

    def _refuse_when_idle(self, refusal: Refusal) -> None:
        """Refuse for being too early once it is known that the loop wasn't held meanwhile.

        While a loop is held, by `time.sleep`, the clock of the test doesn't move on.
        """
        self._early = True
        self.session.after(0.0, lambda: self.session.refuse(refusal))

    def _free(self) -> float:
        """Return when the last step that has ended did so."""
        return max(call.end or 0.0 for call in self.step.calls) - self.start

    def _check_inputs(self, call: ServiceCall, got: list[object], wanted: Tick) -> None:
        if got == wanted.inputs:
            return
        told, come = f"tick {wanted.number} got {expect.shown(got)}", expect.shown(wanted.inputs)
        line = call.line
        if self.broken_off:
            self._refuse_broken_off(f"{told}, not {come}", line)
        mine, theirs = names(got), names(wanted.inputs)
        if sorted(mine) == sorted(theirs):
            expect.refuse("out_of_order", f"{told}, which had come as {come}", line=line)
        self._refuse_others(told, mine, line)
        self._refuse_twice(told, mine, wanted, line)
        where = ""
        if len(told + come) > expect.SHOWN:
            told, come = f"tick {wanted.number} got {len(got)} inputs", str(len(theirs))
            pairs = zip_longest(mine, theirs, fillvalue="nothing")
            where = next(f"; in place of {b} it got {a}" for a, b in pairs if a != b)
        expect.refuse(
            "wrong_result",
            f"{told}, where {come} had come since the tick before it began{where}",
            line=line,
            cure=cure_of_missing(mine, theirs),
        )

    def _refuse_others(self, told: str, got: list[str], line: int) -> None:
        """Refuse what never was an input of this world."""
        own = set(names([one for _, one in self.script.inputs]))
        others = [one for one in got if one not in own]
        expect.true(
            not others,
            "wrong_result",
            f"{told}: {', '.join(others[:1])} is none of the inputs of this world",
            line=line,
            cure="Several worlds may run at once: what has come is kept in a list of each one's.",
        )

    def _refuse_twice(self, told: str, got: list[str], wanted: Tick, line: int) -> None:
        """Refuse more of an input than has come."""
        before = [one for one in self.plan if one.number < wanted.number]
        given = Counter(got + [name for one in before for name in names(one.inputs)])
        came = Counter(name for one in [*before, wanted] for name in names(one.inputs))
        twice = [one for one in got if given[one] > came[one]]
        expect.true(
            not twice,
            "wrong_result",
            f"{told}: {', '.join(twice[:1])} had been given to a step already",
            line=line,
            cure="What a step gets is taken out of the list, before the step.",
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
        self.states.finished(calls, self.start)

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


def names(inputs: Sequence[object]) -> list[str]:
    """Return what tells inputs apart; those that are equal have the same."""
    return [repr(one) for one in inputs]


def cure_of_missing(got: list[str], wanted: list[str]) -> str:
    """Return the way out where inputs are missing."""
    missing = set(Counter(wanted) - Counter(got))
    if missing and missing <= set(got) and len(set(got)) == len(got):
        return "An input may equal another. Each is one of its own, and is given to a step."
    if missing and missing <= {"0", "''"}:
        return "An input may be 0, or an empty string, and is given to a step like any other."
    return READER + " What comes during a step waits for the next tick."


def step_args(call: ServiceCall) -> tuple[int, list[object]]:
    """Return what a step was given; refuse what isn't a number and a list."""
    match call.args:
        case (int(tick), list() as inputs) if not call.kwargs:
            return tick, inputs
    return expect.refuse(
        "wrong_result",
        f"it called {expect.shown(call.label)[1:-1]}, where step() takes the tick's number "
        "and the list of inputs",
        line=call.line,
    )
