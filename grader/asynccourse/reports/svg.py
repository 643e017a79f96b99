"""Timelines as one SVG file: readable in light and dark, and inert whatever the labels hold."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from asynccourse.reports.figures import axis_end, bar_label, figures, number, seconds, told
from asynccourse.reports.xml import clean
from asynccourse.verdicts.result import ExerciseResult, Span, Tally, TestResult, Timeline
from asynccourse.wall.limits import cut

WIDTH = 960
LABELS = 230
"""Width of the labels before the bars, in pixels."""

MARGIN = 20
ROW = 20
ROWS = 40
"""Most bars that are drawn of one test."""

LONGEST = 30
"""Most characters of a bar's label."""

STYLE = """
svg { --ink: #1f2328; --dim: #656d76; --call: #0969da; --held: #cf222e; --good: #1a7f37;
  --paper: #ffffff; --grid: #d8dee4; background: var(--paper);
  font: 13px system-ui, sans-serif; }
@media (prefers-color-scheme: dark) { svg { --ink: #e6edf3; --dim: #8d96a0; --call: #4493f8;
  --held: #f85149; --good: #3fb950; --paper: #0d1117; --grid: #30363d; } }
.paper { fill: var(--paper); } text { fill: var(--ink); } .dim { fill: var(--dim); }
.label { font: 12px ui-monospace, monospace; text-anchor: end; } .title { font-weight: 600; }
.call { fill: var(--call); } .hold { fill: var(--held); } .raised, .cancelled { opacity: .55; }
.held { fill: var(--held); } .passed { fill: var(--good); } .failed { fill: var(--held); }
.ideal { stroke: var(--good); stroke-width: 2; stroke-dasharray: 5 4; }
.axis { stroke: var(--grid); } .tasks { fill: var(--call); opacity: .25; }
.end { text-anchor: end; }
"""


def write(results: Iterable[ExerciseResult], path: Path) -> None:
    """Write the timelines of every test that has one. Raises OSError."""
    path.write_bytes(svg(results))


def svg(results: Iterable[ExerciseResult]) -> bytes:
    """Return the timelines of these results as an SVG document in UTF-8."""
    pictures = [
        (result, test, test.timeline)
        for result in results
        for test in result.tests
        if test.timeline is not None and test.timeline.spans
    ]
    root = _element("svg", xmlns="http://www.w3.org/2000/svg", role="img", width=WIDTH)
    _child(root, "title", "What ran when")
    _child(root, "style", STYLE)
    paper = _child(root, "rect", width=WIDTH, **{"class": "paper"})
    y = float(MARGIN)
    for result, test, timeline in pictures:
        y = _test(root, result, test, timeline, y)
    if not pictures:
        y = _text(root, "There is nothing to draw: no service was called.", MARGIN, y + ROW)
    paper.set("height", number(y))
    root.set("height", number(y))
    root.set("viewBox", f"0 0 {WIDTH} {number(y)}")
    text: str = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _test(
    root: Element,
    result: ExerciseResult,
    test: TestResult,
    timeline: Timeline,
    y: float,
) -> float:
    """Draw one test from `y` on, and return where the next may begin."""
    y = _text(root, f"{result.exercise}: {test.claim}", MARGIN, y + ROW, "title")
    verdict = f"{test.code}: {test.message}" if test.code else test.status
    y = _text(root, cut(verdict, 130), MARGIN, y, test.status)
    scale = (WIDTH - LABELS - MARGIN) / max(axis_end(timeline), 1e-9)
    top = y - ROW / 2
    for span in timeline.spans[:ROWS]:
        y = _bar(root, span, scale, y)
    more = len(timeline.spans) - ROWS
    if more > 0:
        y = _text(root, f"… {more} more", LABELS, y, "dim")
    y = _tasks(root, timeline.tasks, scale, axis_end(timeline), y)
    if timeline.ideal_end and timeline.ideal_end <= axis_end(timeline):
        x = LABELS + timeline.ideal_end * scale
        _child(root, "line", **{"class": "ideal"}, x1=x, x2=x, y1=top, y2=y - ROW / 2)
    y = _axis(root, timeline, y)
    for sentence in figures(timeline):
        y = _text(root, sentence, LABELS, y)
    return y + ROW


def _bar(root: Element, span: Span, scale: float, y: float) -> float:
    held = "held" if span.kind == "hold" else ""
    _text(root, cut(bar_label(span), LONGEST), LABELS - 8, y, f"label {held}".strip())
    bar = _child(
        root,
        "rect",
        **{"class": f"{span.kind} {span.outcome}"},
        x=LABELS + span.start * scale,
        y=y - 11,
        width=max((span.end - span.start) * scale, 2),
        height=13,
        rx=2,
    )
    _child(bar, "title", told(span))
    return y + ROW


def _tasks(root: Element, tasks: list[Tally], scale: float, end: float, y: float) -> float:
    """Draw how many tasks were alive, as an area of steps."""
    most = max((tally.count for tally in tasks), default=0)
    if most < 1:
        return y
    _text(root, f"tasks alive (to {most})", LABELS - 8, y, "label dim")
    points = [(float(LABELS), y + 3)]
    for tally in (tally for tally in tasks if tally.at <= end):
        x = LABELS + tally.at * scale
        points += [(x, points[-1][1]), (x, y + 3 - 14 * max(tally.count, 0) / most)]
    points += [(LABELS + end * scale, points[-1][1]), (LABELS + end * scale, y + 3)]
    told = " ".join(f"{number(x)},{number(height)}" for x, height in points)
    _child(root, "polygon", **{"class": "tasks"}, points=told)
    return y + ROW


def _axis(root: Element, timeline: Timeline, y: float) -> float:
    right = WIDTH - MARGIN
    _child(root, "line", **{"class": "axis"}, x1=LABELS, x2=right, y1=y - 12, y2=y - 12)
    _text(root, "0", LABELS, y + 4, "dim")
    ideal = f", all at once {seconds(timeline.ideal)}" if timeline.ideal else ""
    end = f"{seconds(axis_end(timeline))} ({timeline.clock} clock{ideal})"
    return _text(root, end, right, y + 4, "dim end")


# ------------------------------------------------------------------------------- the elements


def _text(root: Element, text: str, x: float, y: float, kind: str = "") -> float:
    _child(root, "text", clean(text), **({"class": kind} if kind else {}), x=x, y=y)
    return y + ROW


def _child(
    parent: Element, tag: str, text: str | None = None, **attributes: str | float
) -> Element:
    child = _element(tag, **attributes)
    child.text = text if text is None else clean(text)
    parent.append(child)
    return child


def _element(tag: str, **attributes: str | float) -> Element:
    plain = {
        name: value if isinstance(value, str) else number(value)
        for name, value in attributes.items()
    }
    return Element(tag, plain)
