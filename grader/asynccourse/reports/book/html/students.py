"""All that there is to say of one student, within so many bytes.

What is refused is told in full as long as there is room, first without its picture, then without
its tests; what was left out is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from asynccourse.grading.book import Book, Enrolled, Graded, Mark
from asynccourse.reports.book.answers import source_of
from asynccourse.reports.book.states import SIGNS, called, percent, place, said, state
from asynccourse.reports.figures import number
from asynccourse.reports.page.markup import Inside, html, prose, sign, tag
from asynccourse.reports.page.picture import picture
from asynccourse.reports.page.refusal import Refusals
from asynccourse.reports.refusals import telling
from asynccourse.verdicts.result import TestResult
from asynccourse.wall.limits import cut

GIST = 300
"""Most characters of a refusal that isn't told in full."""

LINES = 40
"""Most lines of a test's output."""

BARS = 24
"""Most bars of a picture."""

LINE = 400
"""Bytes that are kept for an answer of which there is no more to tell than a line."""

PICTURES = 8
"""Most pictures of one student."""


def details(book: Book, enrolled: Enrolled, room: int) -> Iterator[Element]:
    """Yield a student's name and total, then each exercise."""
    yield _head(book, enrolled)
    answers = Answers(book, room)
    found = [answers.tell(exercise, enrolled) for exercise in book.exercises]
    yield tag("ol", *found, class_="answers")


class Answers:
    """Tells a student's answers one after the other, and counts what room is left."""

    def __init__(self, book: Book, room: int) -> None:
        self._book = book
        self._room = room - len(book.exercises) * LINE
        self._pictures = PICTURES

    def tell(self, exercise: Graded, enrolled: Enrolled) -> Element:
        """Return an answer in as much detail as there is room for."""
        mark = self._book.mark(enrolled.student.id, exercise.name)
        if mark is None or state(mark) in ("passed", "missing"):
            return tag("li", *_line(exercise, mark), class_=f"answer {state(mark)}")
        for inside in self._bodies(mark):
            summary = tag("summary", *_line(exercise, mark))
            told = tag("li", tag("details", summary, *inside), class_=f"answer {state(mark)}")
            if (size := len(html(told).encode()) - LINE) <= self._room:
                break
        self._room -= size
        self._pictures -= told.find(".//figure") is not None
        return told

    def _bodies(self, mark: Mark) -> Iterator[list[Inside]]:
        """Yield what can be told of an answer, the fullest first."""
        result = self._book.result(mark.student, mark.exercise)
        late = [tag("p", mark.late, class_="late")] if mark.late else []
        if result is not None and result.tests:
            source = source_of(self._book, mark)
            drawn = telling(result.tests)
            for picturing in (True, False) if drawn else (False,):
                refusals = Refusals(source, lines=LINES)
                tests = tag("ol", *map(refusals.tell, result.tests), class_="tests")
                yield [*late, *self._picture(mark, drawn, picturing), tests]
            left_out = "Its tests have no room here: grades.json has them."
            late.append(tag("p", left_out, class_="where"))
        yield [*_gist(mark), *late]

    def _picture(self, mark: Mark, drawn: TestResult | None, picturing: bool) -> list[Inside]:
        if drawn is None:
            return []
        if not picturing or self._pictures < 1:
            left_out = "Its picture has no room here: asynccourse check --timeline draws it."
            return [tag("p", left_out, class_="where")]
        title = tag("p", "What ran when, in “", *prose(drawn.claim), "”", class_="where")
        return [title, picture(drawn, f"picture-{mark.exercise}", bars=BARS)]


def _head(book: Book, enrolled: Enrolled) -> Element:
    student = enrolled.student
    points, most = book.total(student.id)
    known = [student.id, student.email, enrolled.layout]
    if enrolled.submitted:
        known.append(f"handed in {enrolled.submitted:%Y-%m-%d %H:%M %Z}".strip())
    told = f"{number(points)} of {number(most)} points, {number(percent(points, most))} %"
    parts = [
        tag("h2", cut(called(student), GIST), id="who", tabindex="-1"),
        tag("p", told, class_="total"),
        tag("p", " · ".join(one for one in known if one), class_="said"),
    ]
    parts += [tag("p", *prose(enrolled.note), class_="note")] if enrolled.note else []
    return tag("div", *parts, class_="who")


def _line(exercise: Graded, mark: Mark | None) -> Iterator[Inside]:
    """Yield an exercise with its verdict on one line."""
    which = state(mark)
    yield sign(SIGNS[which], said(mark), which)
    yield tag("span", place(exercise), class_="number")
    yield tag("span", " ", exercise.title, class_="name")
    yield tag("span", " ", (mark.code or "") if which == "failed" and mark else "", class_="code")
    points = f"{number(mark.points)}/{number(mark.max_points)}" if mark else ""
    yield tag("span", " ", points, class_="points")
    if mark is not None and mark.late and which == "passed":
        yield tag("span", " ", mark.late, class_="late")


def _gist(mark: Mark) -> Iterator[Inside]:
    code: list[Inside] = [tag("strong", mark.code, class_="code"), " "] if mark.code else []
    where = f"line {mark.line}: " if mark.line else ""
    message = prose(cut(mark.message, GIST)) if mark.message else [said(mark)]
    yield tag("p", *code, where, *message, class_="sentence")
