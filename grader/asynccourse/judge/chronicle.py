"""The chronicle of one test: what the witnesses saw, put together as its timeline."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec

from asynccourse.judge import told
from asynccourse.judge.services import ServiceCall
from asynccourse.judge.source import Source
from asynccourse.verdicts.result import Span, Tally, Timeline
from asynccourse.wall.messages import Hold

SPANS = 2_000
"""Most bars that are kept of a timeline."""

HOLDS = 200
"""Most holds that are kept: each one moves all that comes after it."""

LABEL = 200
"""Most characters of a bar's label."""


class Chronicle:
    """Takes note of holds and of the tasks alive; the calls are kept by their services."""

    def __init__(self, source: Source, *, virtual: bool) -> None:
        self.ideal: float | None = None
        self._source = source
        self._virtual = virtual
        self._holds: list[Hold] = []
        self._tasks: list[Tally] = []

    def held(self, hold: Hold) -> None:
        """Note a hold; one that was told while it went on is told once more at its end."""
        self._holds = [one for one in self._holds if one.start != hold.start][:HOLDS]
        self._holds.append(hold)

    def alive(self, now: float, tasks: int) -> None:
        """Note how many tasks of the submission's are alive."""
        if self._tasks and self._tasks[-1].at == now:
            self._tasks.pop()
        if not self._tasks or self._tasks[-1].count != tasks:
            self._tasks.append(Tally(now, tasks))
            del self._tasks[SPANS:]

    def timeline(self, calls: Sequence[ServiceCall], now: float) -> Timeline:
        """Return what ran when, by `now`; a call that is still open lasts until then."""
        processes = {0: 0}
        holds = sorted(self._holds, key=lambda hold: hold.start)
        spans = [self._call(call, now, processes) for call in calls]
        if self._virtual:
            spans = [_stretched(span, call, holds) for span, call in zip(spans, calls, strict=True)]
        spans += [self._hold(hold, holds[:number]) for number, hold in enumerate(holds)]
        spans.sort(key=lambda span: span.start)
        return Timeline(
            clock="virtual" if self._virtual else "real",
            spans=spans[:SPANS],
            ideal=self.ideal,
            tasks=[Tally(tally.at + self._held_by(tally.at), tally.count) for tally in self._tasks],
        )

    def _held_by(self, at: float) -> float:
        """Return how long the loop had been held by a moment of the virtual clock."""
        return sum(hold.seconds for hold in self._holds if self._virtual and hold.at <= at)

    def _call(self, call: ServiceCall, now: float, processes: dict[int, int]) -> Span:
        return Span(
            kind="call",
            label=call.label[:LABEL],
            start=call.start,
            end=now if call.end is None else call.end,
            outcome=call.outcome,
            line=call.line,
            thread=call.thread,
            process=processes.setdefault(call.process, len(processes)),
        )

    def _hold(self, hold: Hold, before: list[Hold]) -> Span:
        start = hold.at + (sum(one.seconds for one in before) if self._virtual else 0.0)
        return Span(
            kind="hold",
            label=self._source.quote(hold.line)[:LABEL],
            start=start,
            end=start + hold.seconds,
            outcome="computed" if told.computed(hold) else "waited",
            line=hold.line,
        )


def _stretched(span: Span, call: ServiceCall, holds: list[Hold]) -> Span:
    """Return a call's bar with the real time of the holds put in, as a real clock would show it.

    On the virtual clock a hold takes no time. Put in where it happened, it makes longer what was
    in flight, and moves what came after it.
    """
    earlier = [hold for hold in holds if _was_before(hold, call)]
    before = sum(hold.seconds for hold in earlier)
    until = math.inf if call.outcome == "open" else span.end
    during = sum(hold.seconds for hold in holds if hold not in earlier and hold.at < until)
    return msgspec.structs.replace(span, start=span.start + before, end=span.end + before + during)


def _was_before(hold: Hold, call: ServiceCall) -> bool:
    """Return whether a hold came before a call: by the calls made till then, else by the clock."""
    return call.id > hold.calls if call.id else hold.at <= call.start
