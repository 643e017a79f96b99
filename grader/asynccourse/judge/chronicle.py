"""The chronicle of one test: what the witnesses saw, put together as its timeline."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from asynccourse.judge import told
from asynccourse.judge.services import ServiceCall
from asynccourse.judge.source import Source
from asynccourse.verdicts.result import Span, Tally, Timeline
from asynccourse.wall.messages import Hold

SPANS = 2_000
"""Most bars that are kept of a timeline."""

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
        self._holds = [one for one in self._holds if one.start != hold.start]
        self._holds.append(hold)

    def alive(self, now: float, tasks: int) -> None:
        """Note how many tasks of the submission's are alive."""
        if self._tasks and self._tasks[-1].at == now:
            self._tasks.pop()
        if not self._tasks or self._tasks[-1].count != tasks:
            self._tasks.append(Tally(now, tasks))
            del self._tasks[SPANS:]

    def timeline(self, calls: Iterable[ServiceCall], now: float) -> Timeline:
        """Return what ran when, by `now`; a call that is still open lasts until then."""
        processes: dict[int, int] = {}
        spans = [self._call(call, now, processes) for call in calls] + [
            self._hold(hold) for hold in self._holds
        ]
        spans.sort(key=lambda span: span.start)
        timeline = Timeline(
            clock="virtual" if self._virtual else "real",
            spans=spans[:SPANS],
            ideal=self.ideal,
            tasks=self._tasks,
        )
        return _with_holds(timeline) if self._virtual else timeline

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

    def _hold(self, hold: Hold) -> Span:
        return Span(
            kind="hold",
            label=self._source.quote(hold.line)[:LABEL],
            start=hold.at,
            end=hold.at + hold.seconds,
            outcome="computed" if told.computed(hold) else "waited",
            line=hold.line,
        )


def _with_holds(timeline: Timeline) -> Timeline:
    """Put the real time of the holds into a virtual timeline, in which they took none.

    What was in flight during a hold lasts longer by it, and what came after it comes later, as a
    real clock would have shown.
    """
    gaps: list[tuple[float, float]] = []
    spans = []
    for span in timeline.spans:
        if span.kind == "hold":
            spans.append(_moved(span, gaps))
            gaps.append((span.start, span.end - span.start))
    spans += [_moved(span, gaps) for span in timeline.spans if span.kind == "call"]
    spans.sort(key=lambda span: span.start)
    tasks = [Tally(_later(tally.at, gaps), tally.count) for tally in timeline.tasks]
    return msgspec.structs.replace(timeline, spans=spans, tasks=tasks)


def _moved(span: Span, gaps: list[tuple[float, float]]) -> Span:
    """Return a span moved behind the gaps that began by its start, and stretched by those in it."""
    start = _later(span.start, gaps)
    inside = sum(length for at, length in gaps if span.start < at < span.end)
    return msgspec.structs.replace(span, start=start, end=start + span.end - span.start + inside)


def _later(at: float, gaps: list[tuple[float, float]]) -> float:
    return at + sum(length for start, length in gaps if start <= at)
