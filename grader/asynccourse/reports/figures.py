"""What a timeline says in words: the same for the terminal, the SVG and the pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from asynccourse.verdicts.result import Span, Timeline

ENDS: Final = {"cancelled": "✂", "raised": "!", "open": "…"}
"""The sign of a bar that didn't end as calls do: colour alone says nothing to some."""


def drawn(spans: list[Span], most: int) -> list[Span]:
    """Return the bars to draw; where there are too many, those that took no time go first."""
    if len(spans) > most:
        spans = [span for span in spans if span.end > span.start] or spans
    return spans[:most]


def axis_end(timeline: Timeline) -> float:
    """Return where a timeline's axis ends, in seconds: a test that was cut short ends early."""
    return timeline.end or timeline.ideal or 0.0


def bar_label(span: Span) -> str:
    """Return what a bar is called: the call, and the thread it came from if not the loop's."""
    if span.kind == "hold":
        return f"held: line {span.line}" if span.line else "held"
    where = f"t{span.thread} " if span.thread else ""
    where += f"p{span.process} " if span.process else ""
    return where + span.label


def told(span: Span) -> str:
    """Return what a reader is told who points at a bar."""
    where = f", line {span.line}" if span.line else ""
    when = f"{seconds(span.start)} to {seconds(span.end)}"
    return f"{span.label}{where}: {when}, {span.outcome}"


def figures(timeline: Timeline) -> Iterator[str]:
    """Yield what the picture amounts to, a sentence each."""
    calls = [span for span in timeline.spans if span.kind == "call"]
    end = max((span.end for span in calls), default=0.0)
    ideal = timeline.ideal or 0.0
    if ideal and end > 1.001 * ideal:
        yield f"{end / ideal:.1f} times the {seconds(ideal)} that are possible"
    held = [span for span in timeline.spans if span.kind == "hold"]
    if held:
        length = seconds(sum(span.end - span.start for span in held))
        times = f"{len(held)} times, {length} in all" if len(held) > 1 else f"for {length}"
        yield f"the loop was held {times}, {how(held[0])}: nothing else ran"
    threads = {(span.process, span.thread) for span in calls if span.thread or span.process}
    if threads:
        yield f"called from {len(threads)} thread{'s' * (len(threads) > 1)} beside the loop's"


def how(hold: Span) -> str:
    """Return in a word what the loop's thread did while it was held."""
    return "computing" if hold.outcome == "computed" else "waiting"


def seconds(time: float) -> str:
    """Return a time as people read it: `203 ms`, `1.20 s`."""
    return f"{time * 1000:.0f} ms" if time < 1 else f"{time:.2f} s"


def number(value: float) -> str:
    """Return a number as people write it, with at most two digits behind the point."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
