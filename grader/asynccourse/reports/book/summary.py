"""A job summary for GitHub: Markdown in which a student's text is text, and no more than it takes.

Whatever is a student's stands in HTML on one line, where Markdown has no say, and each character
that Markdown or GitHub would read as a sign is written as a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from asynccourse.grading.book import Book, Enrolled, Graded, Mark
from asynccourse.judge.source import Source
from asynccourse.reports.book.answers import refused_tests, source_of
from asynccourse.reports.book.files import writing
from asynccourse.reports.book.states import SIGNS, called, said, state
from asynccourse.reports.book.tally import Tally, middle, tallies, totals
from asynccourse.reports.figures import number
from asynccourse.reports.page.markup import Inside, html, prose, tag
from asynccourse.reports.printable import printable
from asynccourse.reports.quote import quote
from asynccourse.verdicts.result import TestResult
from asynccourse.wall.limits import cut

MOST = 2**20
"""Bytes that GitHub takes of a step's summary; it shows nothing of a longer one."""

GIST = 300
"""Most characters of a message."""

OUTPUT = 2_000
"""Most characters of what a test printed."""

_SIGNS = re.compile(r"""[\n`*_{}\[\]()#+\-.!|~:@/\\'"=$^]""")
_LEFT_OUT = "\n_The rest has no room here: GitHub takes 1 MiB._\n"


def write(book: Book, path: Path) -> None:
    """Write the summary. Raises OSError."""
    with writing(path) as file:
        for part in fitting(_parts(book), MOST):
            file.write(part)


def add(book: Book, path: Path) -> None:
    """Add the summary to what a step has written to its file before. Raises OSError."""
    there = path.stat().st_size if path.exists() else 0
    with path.open("ab") as file:
        for part in fitting(_parts(book), MOST - there):
            file.write(part)


def fitting(parts: Iterable[str], most: int) -> Iterator[bytes]:
    """Yield parts up to so many bytes, and a sentence in place of those that have no room."""
    left_out = _LEFT_OUT.encode()
    room = most - len(left_out)
    for part in parts:
        encoded = part.encode()
        if len(encoded) > room:
            yield left_out if room >= 0 else b""
            return
        room -= len(encoded)
        yield encoded


def markdown(*elements: Element) -> str:
    """Return elements as a line of HTML that reads the same with Markdown in force or not."""
    parts = re.split(r"(<[^>]*>)", html(*elements))
    return "".join(part if part.startswith("<") else _SIGNS.sub(_number, part) for part in parts)


def _number(sign: re.Match[str]) -> str:
    return f"&#{ord(sign[0])};"


def _parts(book: Book) -> Iterator[str]:
    yield from _own(book) if len(book.students) == 1 else _class(book)


# ------------------------------------------------------------------------- one's own repository


def _own(book: Book) -> Iterator[str]:
    enrolled = book.students[0]
    total, most = book.total(enrolled.student.id)
    marks = book.marks(enrolled.student.id)
    solved = sum(mark.status == "passed" for mark in marks)
    points = f"{number(total)} of {number(most)} points"
    yield f"## {solved} of {len(marks)} exercises solved, {points}\n"
    if enrolled.note:
        yield f"\n{markdown(tag('p', tag('strong', cut(enrolled.note, GIST))))}\n"
    rows = (_answer(exercise, mark) for exercise, mark in _pairs(book, enrolled))
    yield _table(["", "Exercise", "Verdict", "Points", "What was seen"], rows)
    for _, mark in _pairs(book, enrolled):
        if mark is not None and mark.status == "failed":
            yield from _details(book, mark)


def _pairs(book: Book, enrolled: Enrolled) -> Iterator[tuple[Graded, Mark | None]]:
    for exercise in book.exercises:
        yield exercise, book.mark(enrolled.student.id, exercise.name)


def _answer(exercise: Graded, mark: Mark | None) -> list[Inside]:
    points = f"{number(mark.points)} of {number(mark.max_points)}" if mark else ""
    seen = _sentence(mark.message) if mark else ""
    title = f"{exercise.name} {exercise.title}"
    return [SIGNS[state(mark)], title, said(mark), points, seen]


def _details(book: Book, mark: Mark) -> Iterator[str]:
    refused = refused_tests(book, mark)
    if not refused:
        return
    inside: list[Inside] = [tag("summary", f"{mark.exercise}: {mark.code}")]
    inside += _refusal(source_of(book, mark), refused[0])
    if len(refused) > 1:
        others = ", ".join(test.claim or test.name for test in refused[1:])
        inside.append(tag("p", "Not passed either: ", *prose(cut(others, GIST))))
    yield f"\n{markdown(tag('details', *inside))}\n"


def _refusal(source: Source, test: TestResult) -> Iterator[Inside]:
    yield tag("p", _sentence(test.message))
    if test.line:
        code, start, end = quote(source, test, GIST)
        yield tag("p", f"Line {test.line}:")
        yield tag("pre", f"{code}\n{' ' * start}{'^' * (end - start)}")
    if test.cure:
        yield tag("p", *prose(test.cure))
    if test.output:
        yield tag("p", "It printed:")
        yield tag("pre", cut(test.output, OUTPUT))


# ---------------------------------------------------------------------------------- a class


def _class(book: Book) -> Iterator[str]:
    shares = totals(book)
    yield f"## {len(book.students)} students, the median has {number(middle(shares))} %\n"
    heads = ["Exercise", "Passed", "What failed most", "The commonest refusal"]
    yield _table(heads, (_exercise(tally) for tally in tallies(book)))
    heads = ["Student", "Points", "Percent", "Passed", "Note"]
    rows = (_student(book, *pair) for pair in zip(book.students, shares, strict=True))
    yield _table(heads, rows, room=MOST // 2)


def _exercise(tally: Tally) -> list[Inside]:
    codes = ", ".join(f"{code} {count}" for code, count in tally.codes.most_common(3))
    common = tally.commonest
    told = tag("span", f"{common[1]}: ", _sentence(common[0].message)) if common else ""
    title = f"{tally.exercise.name} {tally.exercise.title}"
    return [title, f"{number(tally.passed)} %", codes, told]


def _student(book: Book, enrolled: Enrolled, share: float) -> list[Inside]:
    total, most = book.total(enrolled.student.id)
    marks = book.marks(enrolled.student.id)
    solved = sum(mark.status == "passed" for mark in marks)
    name = tag("code", cut(called(enrolled.student), GIST))
    note = _sentence(enrolled.note)
    points = f"{number(total)} of {number(most)}"
    return [name, points, number(share), f"{solved} of {len(book.exercises)}", note]


# ------------------------------------------------------------------------------- its elements


def _sentence(text: str) -> Inside:
    """Return a text in which GitHub looks for no names, issues and addresses."""
    return tag("code", cut(printable(text).replace("\n", " "), GIST)) if text else ""


def _table(heads: list[str], rows: Iterable[list[Inside]], room: int = MOST // 4) -> str:
    """Return a table with as many rows as there is room for, in bytes."""
    lines, more = [markdown(tag("tr", *(tag("th", head) for head in heads)))], 0
    for row in rows:
        line = markdown(tag("tr", *(tag("td", cell) for cell in row)))
        room -= len(line.encode())
        if room < 0:
            more += 1
        else:
            lines.append(line)
    left_out = f"\n… {more} more\n" if more else ""
    return f"\n<table>{''.join(lines)}</table>\n{left_out}"
