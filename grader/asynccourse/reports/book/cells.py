"""CSV that spreadsheets show as it is: no cell of a student's becomes a formula, or two cells."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeAlias

from asynccourse.reports.book.files import writing
from asynccourse.reports.figures import number
from asynccourse.reports.printable import printable
from asynccourse.wall.limits import cut

Cell: TypeAlias = str | float | None

LONGEST = 30_000
"""Most characters of a cell; spreadsheets take 32,767."""

_BEGINS = r"[=+\-@|%−＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋]"  # noqa: RUF001 - what spreadsheets may read as a formula
_FORMULA = re.compile(rf"""^(?=[\s"']*{_BEGINS}.)""")
# Where the semicolon parts cells, as in most of Europe, a formula may begin behind one.
_BEHIND = re.compile(rf"""(;[\s"']*)(?={_BEGINS})""")


def write_rows(path: Path, rows: Iterable[Sequence[Cell]], *, for_people: bool = False) -> None:
    """Write rows as CSV in UTF-8, each as it comes; `for_people` tells Excel that it is UTF-8."""
    with writing(path) as file:
        file.write(b"\xef\xbb\xbf" if for_people else b"")
        text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
        csv.writer(text).writerows([cell(one) for one in row] for row in rows)
        text.detach()


def cell(value: Cell) -> str:
    """Return a cell as it is written: numbers as numbers, texts on one line and as texts."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return number(value)
    text = cut(printable(value).replace("\n", " "), LONGEST)
    return _BEHIND.sub(r"\1'", _FORMULA.sub("'", text))
