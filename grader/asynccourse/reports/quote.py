"""A learner's own line as it is quoted, with the part of it that is meant."""

from __future__ import annotations

from typing import NamedTuple

from asynccourse.judge.source import Source
from asynccourse.reports.printable import printable
from asynccourse.verdicts.result import TestResult
from asynccourse.wall.limits import cut


class Quote(NamedTuple):
    """A line without its indent; a caret points at its characters from `start` to `end`."""

    code: str
    start: int
    end: int


def quote(source: Source, test: TestResult, most: int) -> Quote:
    """Return the line that a test names, with at most `most` characters of it."""
    line = test.line or 0
    text = source.quote(line)
    code = cut(printable(text), most)
    indent = source.indent(line)
    columns = test.columns or (indent, indent + len(text))
    start, end = (_shown(text, column - indent, len(code)) for column in columns)
    return Quote(code, start, end) if start < end else Quote(code, 0, len(code))


def _shown(text: str, column: int, most: int) -> int:
    """Return where a column of a text stands once control characters are escaped."""
    return min(len(printable(text[: max(column, 0)])), most)
