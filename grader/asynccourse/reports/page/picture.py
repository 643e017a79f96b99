"""A test's timeline as SVG within the page: each bar can be pointed at, and reached by keys.

Widths are in percent, so that the picture fits a phone and its letters stay as large as they are.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from asynccourse.reports.figures import ENDS, axis_end, bar_label, drawn, figures, seconds, told
from asynccourse.reports.page.markup import tag
from asynccourse.verdicts.result import Span, Tally, TestResult, Timeline

BARS = 60
"""Most bars that are drawn, unless another number is asked for."""

ROW = 22
"""Height of a bar's row, in pixels. The labels beside it have the same, in look.css."""

THINNEST = 0.4
"""Width of a bar that took no time, in percent."""


def picture(test: TestResult, name: str, *, shown: bool = True, bars: int = BARS) -> Element:
    """Return the timeline of a test as a figure of that id, which is hidden unless `shown`."""
    timeline = test.timeline
    assert timeline is not None
    spans = drawn(timeline.spans, bars)
    end = max(axis_end(timeline), 1e-9)
    alive = _alive(timeline.tasks, end, len(spans) * ROW)
    labels = [tag("li", bar_label(span), class_=span.kind) for span in spans]
    labels += [tag("li", f"tasks alive, most {_most(timeline)}")] if alive is not None else []
    return tag(
        "figure",
        tag("ol", *labels, class_="labels", aria_hidden="true"),
        _drawing(test, timeline, spans, alive, end),
        _axis(timeline, end),
        tag("p", "Point at a bar, or go from bar to bar with the arrow keys.", class_="told"),
        tag("figcaption", *_caption(timeline, len(spans))),
        class_="picture",
        id=name,
        **({} if shown else {"hidden": "hidden"}),
    )


def _drawing(
    test: TestResult, timeline: Timeline, spans: list[Span], alive: Element | None, end: float
) -> Element:
    rows = len(spans) + (alive is not None)
    return tag(
        "svg",
        *([alive] if alive is not None else []),
        *(_bar(span, number, end) for number, span in enumerate(spans)),
        *_ideal(timeline, end),
        role="listbox",
        aria_label=f"What ran when, in “{test.claim}”",
        width="100%",
        height=rows * ROW,
    )


def _bar(span: Span, number: int, end: float) -> Element:
    left, right = (100 * min(max(at / end, 0.0), 1.0) for at in (span.start, span.end))
    width = max(right - left, THINNEST)
    left = min(left, 100 - width)
    top = number * ROW
    bar = tag(
        "rect",
        class_=f"bar {span.kind} {span.outcome}",
        x=_percent(left),
        y=top + 4,
        width=_percent(width),
        height=ROW - 8,
        rx=3,
    )
    return tag(
        "g",
        tag("rect", class_="row", x="0", y=top + 1, width="100%", height=ROW - 2, rx=4),
        bar,
        *_ending(span, left, width, top),
        role="option",
        aria_label=told(span),
        aria_selected="false",
        tabindex="0",
    )


def _ending(span: Span, left: float, width: float, top: int) -> list[Element]:
    """Return the sign of how a bar ended, beside it."""
    sign = ENDS.get(span.outcome)
    if sign is None:
        return []
    at_edge = left + width > 97
    x, dx, anchor = (left, -4, "end") if at_edge and left > 3 else (left + width, 4, "start")
    place: dict[str, str | float] = {"x": _percent(x), "dx": dx, "y": top + 15}
    return [tag("text", sign, class_="sign", text_anchor=anchor, aria_hidden="true", **place)]


def _ideal(timeline: Timeline, end: float) -> list[Element]:
    """Return a line at the end that is possible, where the calls took longer."""
    if not timeline.ideal_end or timeline.ideal_end >= end:
        return []
    at = _percent(100 * timeline.ideal_end / end)
    return [tag("line", class_="ideal", x1=at, x2=at, y1="0", y2="100%", aria_hidden="true")]


def _alive(tasks: list[Tally], end: float, top: int) -> Element | None:
    """Return how many tasks were alive, as an area of steps; None where none were."""
    most = max((tally.count for tally in tasks), default=0)
    if most < 1:
        return None
    points = [(0.0, 100.0)]
    for tally in (tally for tally in tasks if tally.at <= end):
        x = 100 * max(tally.at, 0.0) / end
        points += [(x, points[-1][1]), (x, 100 - 100 * max(tally.count, 0) / most)]
    points += [(100.0, points[-1][1]), (100.0, 100.0)]
    area = tag("polygon", points=" ".join(f"{x:.2f},{y:.2f}" for x, y in points))
    stretched = {"viewBox": "0 0 100 100", "preserveAspectRatio": "none"}
    at: dict[str, str | float] = {"y": top + 3, "width": "100%", "height": ROW - 6}
    return tag("svg", area, class_="alive", aria_hidden="true", **at, **stretched)


def _most(timeline: Timeline) -> int:
    return max(tally.count for tally in timeline.tasks)


def _axis(timeline: Timeline, end: float) -> Element:
    told_end = f"{seconds(end)}, {timeline.clock} clock"
    return tag("p", tag("span", "0"), tag("span", told_end), class_="axis")


def _caption(timeline: Timeline, shown: int) -> list[Element]:
    """Return what the picture amounts to, a line each."""
    sentences = list(figures(timeline))
    if timeline.ideal and timeline.ideal_end and timeline.ideal_end < axis_end(timeline):
        sentences.append(f"the dashed line: all at once, {seconds(timeline.ideal)}")
    if len(timeline.spans) > shown:
        sentences.append(f"{len(timeline.spans) - shown} more calls aren't drawn")
    return [tag("span", sentence) for sentence in sentences]


def _percent(share: float) -> str:
    return f"{share:.3f}".rstrip("0").rstrip(".") + "%"
