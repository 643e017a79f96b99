"""The states of one run of a world: which were made, and what is refused of their broadcasts."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from random import Random
from typing import TYPE_CHECKING

from asynccourse.judge import expect
from asynccourse.judge.services import Service, ServiceCall

if TYPE_CHECKING:
    from game_script import ROUNDING, Script, seconds
else:  # a suite's folder is found by its whole name, which no import statement can spell
    _script = importlib.import_module("asynccourse.suites.38_game_tick.game_script")
    ROUNDING, Script, seconds = _script.ROUNDING, _script.Script, _script.seconds

AT_ONCE = "Have each new state wake whoever sends, and let it send the newest whenever it is free."

EMPTY = "This state was an empty string. Whether there is one to send, ask with `is not None`."

EQUAL = "This state equals the one before it. It is a new one all the same, and is sent like any."


class States:
    """What `step` gives and `broadcast` takes in one run of a script."""

    def __init__(self, script: Script, rng: Random) -> None:
        self.service: Service
        """That of the broadcasts."""
        self._script = script
        self._rng = rng
        self._newest = ""
        self._made: dict[str, int] = {}
        """The newest tick of each state that step has made."""
        self._sent: dict[ServiceCall, int] = {}
        """The tick whose state a broadcast has sent."""

    def made(self, tick: int, _inputs: Sequence[object]) -> str:
        """Return the state that a step makes."""
        if error := self._script.faults.get(("step", tick)):
            raise error
        if tick == self._script.empty:
            self._newest = ""
        elif tick not in self._script.equal:
            self._newest = f"state-{tick}-{self._rng.randrange(10**6)}"
        self._made[self._newest] = tick
        return self._newest

    def takes(self, state: str) -> float:
        """Return how many seconds the broadcast of a state takes that begins now."""
        return self._script.broadcasts.get(self._made[state], 0.0)

    def sent(self, state: str) -> None:
        """Raise what the broadcast of a state is to raise; where there is one, none are equal."""
        if error := self._script.faults.get(("broadcast", self._made[state])):
            raise error

    def sending_at(self, time: float) -> bool:
        """Return whether a broadcast was under way then."""
        return any(
            call.start <= time and (call.end is None or call.end > time + ROUNDING)
            for call in self.service.calls
        )

    # -------------------------------------------------------------------------- each broadcast

    def check(self, call: ServiceCall) -> None:
        """Refuse a broadcast of what isn't the newest state, or that isn't the only one."""
        state = call.args[0] if len(call.args) == 1 and not call.kwargs else None
        if not isinstance(state, str) or state not in self._made:
            expect.refuse(
                "wrong_result",
                f"it called {expect.shown(call.label)[1:-1]}, where broadcast() takes a state that "
                "step() has returned",
                line=call.line,
            )
        tick = self._made[state]
        self._check_alone(call, tick)
        newest = max(self._made.values())
        expect.true(
            tick == newest,
            "out_of_order",
            f"the state of tick {tick} was sent when that of tick {newest} was there already: with "
            "a slow client, the others fall further and further behind",
            line=call.line,
            cure="When a broadcast begins, it takes the newest state; older ones are dropped.",
        )
        expect.true(
            tick not in self._sent.values(),
            "wrong_result",
            f"the state of tick {tick} was broadcast twice",
            line=call.line,
        )
        self._sent[call] = tick

    def _check_alone(self, call: ServiceCall, tick: int) -> None:
        under_way = [str(self._sent[one]) for one in self.service.in_flight if one != call]
        expect.true(
            not under_way,
            "unbounded",
            f"the broadcast of tick {tick}'s state began while that of "
            f"{' and '.join(under_way)} was under way; with a slow client they pile up",
            line=call.line,
            cure="One broadcast at a time: what is made meanwhile is skipped, up to the newest.",
        )

    # ---------------------------------------------------------------------------- at the end

    def finished(self, steps: list[ServiceCall], start: float) -> None:
        """Refuse unless the states of these steps were sent as they must, and the last in any case.

        `start` is when the world began.
        """
        for call in self.service.calls:
            self._ended_whole(call)
        sent = set(self._sent.values())
        for call in steps:
            if call.args[0] in sent or call is not steps[-1]:
                self._sent_at_once(call, start)
        last = steps[-1].args[0]
        expect.true(
            last in sent,
            "wrong_result",
            f"run_world returned, and the last state, of tick {last}, was never sent",
            cure="After the last tick, wait for the broadcast that is under way, and then for that "
            "of the last state.",
        )

    def _ended_whole(self, call: ServiceCall) -> None:
        tick = self._sent[call]
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

    def _sent_at_once(self, step: ServiceCall, start: float) -> None:
        made = step.end or 0.0
        if any(
            call.start < made - ROUNDING and (call.end or made) > made + ROUNDING
            for call in self.service.calls
        ):
            return
        tick = step.args[0]
        starts = [call.start for call, its in self._sent.items() if its == tick]
        told = f"sent {seconds(starts[0] - made)} later" if starts else "never sent"
        expect.true(
            bool(starts) and starts[0] <= made + ROUNDING,
            "too_slow" if starts else "wrong_result",
            f"the state of tick {tick} was there at {seconds(made - start)}, with no "
            f"broadcast under way, and was {told}",
            line=step.line,
            cure=AT_ONCE if starts else self._never_sent(tick),
        )

    def _never_sent(self, tick: int) -> str:
        """Return the way out where a tick's state was never sent."""
        if tick in self._script.equal:
            return EQUAL
        return EMPTY if tick == self._script.empty else AT_ONCE
