"""Two texts of code side by side, what is the same dimmed; one below the other where narrow."""

from __future__ import annotations

import difflib
from itertools import zip_longest

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from asynccourse.reports.printable import printable

NARROW = 100
"""Columns below which two texts don't fit beside each other."""


def side_by_side(own: str, reference: str, width: int) -> RenderableType:
    """Return the learner's code and the reference, `width` columns wide together."""
    left, right = own.splitlines(), reference.splitlines()
    if width < NARROW:
        heads = ("yours", "reference")
        parts = zip(heads, (own, reference), strict=True)
        return Group(
            *(
                Text.assemble((head, "bold underline"), "\n", printable(code), "\n")
                for head, code in parts
            )
        )
    table = Table("yours", "reference", box=None, expand=True, padding=(0, 1), pad_edge=False)
    for column in table.columns:
        column.ratio = 1
        column.overflow = "fold"
    for mine, theirs, same in _rows(left, right):
        style = "dim" if same else ""
        table.add_row(Text(printable(mine), style), Text(printable(theirs), style))
    return table


def _rows(left: list[str], right: list[str]) -> list[tuple[str, str, bool]]:
    """Return pairs of lines that face each other, and whether they are the same."""
    rows: list[tuple[str, str, bool]] = []
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        for mine, theirs in zip_longest(left[a:b], right[c:d], fillvalue=""):
            rows.append((mine, theirs, kind == "equal"))
    return rows
