"""The display of a run on a terminal, drawn anew a few times a second."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.live import Live as Screen
from rich.padding import Padding
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from asynccourse.cli.grading import wording
from asynccourse.cli.grading.tally import SHOWN, Tally
from asynccourse.grading import events
from asynccourse.reports.printable import printable

WIDEST = 100
"""Columns beyond which a bar says no more."""


class Live:
    """A bar, the rate and what is left; what is judged now, what is slow, who is refused most."""

    def __init__(self, out: str, console: Console | None = None) -> None:
        self._out = out
        self._console = console or Console(highlight=False, markup=False, emoji=False)
        self._tally = Tally()
        self._screen = Screen(
            console=self._console, get_renderable=self._draw, refresh_per_second=4, transient=True
        )

    def __enter__(self) -> Live:
        self._screen.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._screen.stop()

    def tell(self, event: events.Event) -> None:
        """Take an event into the picture, or say what is to stay."""
        self._tally.take(event)
        match event:
            case events.Note():
                self._say(event.text)
            case events.Started():
                for line in wording.beginning(event):
                    self._say(line)
            case events.Finished():
                self._screen.stop()
                for line in wording.ending(event, self._tally, self._out):
                    self._say(line)

    def _say(self, line: str) -> None:
        self._console.print(printable(line))

    def _draw(self) -> RenderableType:
        if self._tally.started is None:
            return Text("reading the submissions …", "dim")
        # Room for the ^C of whoever stops it: a line that breaks there would stay on the screen.
        return Padding(Group(self._bar(), *self._lines()), (0, 4, 0, 0))

    def _bar(self) -> RenderableType:
        tally = self._tally
        width = min(self._console.width - 4, WIDEST)
        figures = f"{tally.done:,} of {tally.answers:,}"
        bar = ProgressBar(total=tally.answers or 1, completed=tally.done if tally.answers else 1)
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(width=max(5, width - len(figures) - 3))
        table.add_column(justify="right", no_wrap=True)
        table.add_row(bar, figures)
        return table

    def _lines(self) -> Iterator[Text]:
        tally = self._tally
        told = wording.pace(tally)
        if tally.died:
            told += f"; {wording.deaths(tally)}"
        yield _line("", told)
        now = [f"{who} {exercise}" for who, exercise in list(tally.judging)]
        if now:
            more = f" and {len(now) - SHOWN} more" if len(now) > SHOWN else ""
            yield _line("now", ", ".join(now[:SHOWN]) + more)
        slow = [f"{name} {seconds:.1f} s" for name, seconds in tally.slowest()]
        if slow:
            yield _line("slowest", ", ".join(slow))
        refused = [f"{who} {times}" for who, times in tally.most_refused()]
        if refused:
            yield _line("refused", ", ".join(refused))


def _line(head: str, told: str) -> Text:
    """Return one line, which is cut where the terminal ends."""
    text = Text(no_wrap=True, overflow="ellipsis")
    if head:
        text.append(f"{head:<9}", "dim")
    return text.append(printable(told))
