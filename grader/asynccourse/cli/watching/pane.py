"""A title, as much of something longer as there is room for, and a line that names the keys."""

from __future__ import annotations

import io
from collections.abc import Callable

from rich.console import Console
from rich.text import Text

FRAME = 4
"""Rows of the title, the line of keys, and the empty ones between."""


class Pane:
    """Renders for a number of columns, and shows as many rows as there are."""

    def __init__(self) -> None:
        self._top = 0
        self._rows = 1
        self._length = 0

    def to_top(self) -> None:
        """Show the beginning."""
        self._top = 0

    def scroll(self, key: str) -> None:
        """Move by a line or by a page."""
        steps = {"up": -1, "down": 1, "page up": -self._rows, "page down": self._rows}
        self._top += steps.get(key, 0)

    def lines(
        self, title: Text, body: Callable[[Console], None], keys: Text, size: tuple[int, int]
    ) -> list[str]:
        """Return the lines of the whole screen, with escapes for colours."""
        columns, rows = size
        content = rendered(body, columns)
        self._rows = max(rows - FRAME, 1)
        self._length = len(content)
        self._top = max(0, min(self._top, self._length - self._rows))
        shown = content[self._top : self._top + self._rows]
        shown += [""] * (self._rows - len(shown))
        head = rendered(lambda console: console.print(title), columns)[:1]
        place = rendered(lambda console: console.print(self._place()), columns)[:1]
        foot = rendered(lambda console: console.print(keys), columns)[:1]
        return [*head, "", *shown, *place, *foot]

    def _place(self) -> Text:
        """Say whether there is more above or below."""
        below = self._length - self._top - self._rows
        told = f"space: {below} more {'line' if below == 1 else 'lines'} ↓" if below > 0 else ""
        told = told or ("↑" if self._top else "")
        return Text(told, "yellow", justify="right")


def rendered(body: Callable[[Console], None], columns: int) -> list[str]:
    """Return what `body` prints on a console so many columns wide, line by line."""
    stream = io.StringIO()
    console = Console(
        file=stream,
        force_terminal=True,
        width=columns,
        highlight=False,
        markup=False,
        emoji=False,
        no_color=None,
    )
    body(console)
    return stream.getvalue().rstrip("\n").split("\n")
