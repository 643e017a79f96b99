"""What GitHub Actions reads from a step's output: annotations, and a listing that commands nothing.

A line that begins with `::`, or has `##[` anywhere, may command the runner. So a student's text
stands in annotations only escaped, and elsewhere between `stop-commands` and a token nobody knows.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from asynccourse.grading.book import Book, Mark
from asynccourse.reports.book.answers import refused_tests, source_of
from asynccourse.reports.book.files import writing
from asynccourse.reports.book.states import SIGNS, called, said, state
from asynccourse.reports.book.tally import middle, totals
from asynccourse.reports.figures import number
from asynccourse.reports.printable import printable
from asynccourse.reports.quote import quote
from asynccourse.verdicts.result import TestResult
from asynccourse.wall.limits import cut

MOST = 10
"""Annotations of one kind that GitHub takes from a step; it drops the others silently."""

GIST = 1_000
"""Most characters of a message."""

WIDTH = 200
"""Most characters of a quoted line."""

LISTED = 1_000
"""Most students that are listed."""

NOT_BEGUN = {"not_submitted", "not_implemented"}
"""Codes of exercises that aren't begun: an annotation would tell their author nothing new."""


def write(book: Book, path: Path) -> None:
    """Write what a step of a workflow is to print. Raises OSError."""
    with writing(path) as file:
        for line in lines(book):
            file.write(f"{line}\n".encode())


def lines(book: Book) -> Iterator[str]:
    """Yield the listing, then the annotations: of one student's own repository, or of a class."""
    alone = len(book.students) == 1
    token = secrets.token_hex(16)
    yield f"::stop-commands::{token}"
    for line in _answers(book) if alone else _class(book):
        yield line.replace("##[", "## [")
    yield f"::{token}::"
    yield from _own(book) if alone else _of_class(book)


def command(kind: str, message: str, **properties: str | int) -> str:
    """Return a workflow command, escaped as the runner reads it."""
    told = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{kind} {told}::{_data(message)}"


# ------------------------------------------------------------------------- one's own repository


def _answers(book: Book) -> Iterator[str]:
    student = book.students[0].student.id
    for mark in book.marks(student):
        points = f"{number(mark.points)} of {number(mark.max_points)} points"
        yield f"{SIGNS[state(mark)]} {mark.exercise}  {said(mark)}, {points}"
        for test in refused_tests(book, mark)[:1]:
            yield from (f"  │ {line}" for line in _told(book, mark, test))
    total, most = book.total(student)
    yield f"{number(total)} of {number(most)} points"


def _told(book: Book, mark: Mark, test: TestResult) -> Iterator[str]:
    yield _line(test.message)
    if test.line:
        code, start, end = quote(source_of(book, mark), test, WIDTH)
        yield f"line {test.line}:"
        yield f"  {_line(code)}"
        yield f"  {' ' * start}{'^' * (end - start)}"
    if test.cure:
        yield f"try  {_line(test.cure)}"


def _own(book: Book) -> Iterator[str]:
    """Yield an annotation for each refused exercise, and what there is no room for in one more."""
    marks = book.marks(book.students[0].student.id)
    failed = [mark for mark in marks if mark.status == "failed"]
    begun = [mark for mark in failed if mark.code not in NOT_BEGUN]
    for mark in begun[:MOST]:
        yield _annotation(book, mark)
    solved = sum(mark.status == "passed" for mark in marks)
    told = f"{solved} of {len(marks)} exercises solved"
    if len(begun) > MOST:
        told += f"; {len(begun) - MOST} more are not passed than GitHub shows annotations of"
    if len(failed) > len(begun):
        told += f"; {len(failed) - len(begun)} not begun"
    yield command("notice", told, title="asynccourse")


def _annotation(book: Book, mark: Mark) -> str:
    where: dict[str, str | int] = {}
    if path := in_repository(book, mark):
        where = {"file": path, "line": mark.line or 1}
    cures = [test.cure for test in refused_tests(book, mark) if test.cure][:1]
    message = "\n".join([mark.message, *cures])
    return command("error", message, **where, title=f"{mark.exercise}: {mark.code}")


def in_repository(book: Book, mark: Mark) -> str:
    """Return an answer's path from the repository's root, empty where it has none of its own."""
    root = os.environ.get("GITHUB_WORKSPACE") or os.curdir
    for folder in (Path(book.run.submissions), Path(), Path(book.run.submissions).parent):
        path = folder / mark.path
        if mark.path and _is_file(path):
            found = os.path.relpath(path, root)
            return "" if found.startswith(os.pardir) else Path(found).as_posix()
    return ""


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except ValueError:  # a null character in it
        return False


# ---------------------------------------------------------------------------------- a class


def _class(book: Book) -> Iterator[str]:
    for enrolled, share in zip(book.students[:LISTED], totals(book), strict=False):
        note = f"  {_line(enrolled.note)}" if enrolled.note else ""
        yield f"{number(share):>6} %  {_line(called(enrolled.student))}{note}"
    if len(book.students) > LISTED:
        yield f"… {len(book.students) - LISTED} more"


def _of_class(book: Book) -> Iterator[str]:
    refused = [enrolled for enrolled in book.students if enrolled.note]
    for enrolled in refused[:MOST]:
        yield command("warning", enrolled.note, title=called(enrolled.student))
    told = f"{len(book.students)} students graded; the median has {number(middle(totals(book)))} %"
    if refused:
        told += f"; to be looked at: {len(refused)}"
    yield command("notice", told, title="asynccourse")


# ------------------------------------------------------------------------------ the escaping


def _line(text: str) -> str:
    return cut(printable(text).replace("\n", " "), GIST)


def _data(text: str) -> str:
    text = cut(printable(text), GIST).replace("##[", "## [")
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
