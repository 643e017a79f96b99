"""A test's timeline as text: bars on one axis. A staircase is sequential, a stack is concurrent."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text

from asynccourse.reports.figures import ENDS, axis_end, bar_label, drawn, figures
from asynccourse.reports.printable import printable
from asynccourse.verdicts.result import Span, Tally, Timeline

ROWS = 20
"""Most bars that are drawn."""

LABEL = 22
"""Columns of the labels before the bars."""

_LEVELS = " ▁▂▃▄▅▆▇█"


def draw(timeline: Timeline, width: int) -> Text:
    """Return the picture of a timeline, `width` columns wide."""
    columns = max(width - LABEL - 3, 20)
    end = axis_end(timeline)
    scale = columns / end if end > 0 else 0.0
    picture = Text()
    shown = drawn(timeline.spans, ROWS)
    for span in shown:
        _row(picture, span, scale, columns)
    if len(timeline.spans) > len(shown):
        picture.append(f"{'':{LABEL}} … {len(timeline.spans) - len(shown)} more\n", style="dim")
    if timeline.ideal and timeline.ideal_end and end > timeline.ideal_end:
        picture.append(f"{'all at once':>{LABEL}} ", style="dim")
        picture.append(" " * min(int(timeline.begin * scale), columns - 1))
        picture.append("─" * max(1, round(timeline.ideal * scale)) + "\n", style="green")
    _tasks(picture, timeline.tasks, scale, columns)
    picture.append(_axis(end, columns, timeline.clock), style="dim")
    for sentence in figures(timeline):
        picture.append(f"\n{sentence:>{LABEL + columns + 1}}")
    return picture


def _row(picture: Text, span: Span, scale: float, columns: int) -> None:
    label = _fitting(bar_label(span))
    start = min(int(span.start * scale), columns - 1)
    length = max(1, min(round((span.end - span.start) * scale), columns - start))
    held = span.kind == "hold"
    picture.append(" " * (LABEL - cell_len(label)) + label + " ", style="red" if held else "")
    picture.append(" " * start)
    picture.append(("▓" if held else "━") * length, style="bold red" if held else "blue")
    picture.append(ENDS.get(span.outcome, "") + "\n", style="red")


def _tasks(picture: Text, tasks: list[Tally], scale: float, columns: int) -> None:
    """Draw how many tasks were alive, as a row of levels."""
    most = max((tally.count for tally in tasks), default=0)
    if most < 1:
        return
    levels = [" "] * columns
    for tally in tasks:
        level = _LEVELS[round(max(tally.count, 0) * (len(_LEVELS) - 1) / most)]
        at = min(max(int(tally.at * scale), 0), columns)
        levels[at:] = [level] * (columns - at)
    if drawn := "".join(levels).rstrip():
        label = _fitting(f"tasks alive, most {most}")
        picture.append(f"{label:>{LABEL}} {drawn}\n", style="dim")


def _fitting(text: str) -> str:
    text = printable(text)
    while cell_len(text) > LABEL:
        text = text[:-2] + "…"
    return text


def _axis(end: float, columns: int, clock: str) -> str:
    told = f"{end:.2f} s" if end >= 0.01 else f"{end * 1000:.1f} ms"
    told = f"{told} ({clock} clock)"
    return f"{'':{LABEL}} 0{told:>{columns - 1}}"
