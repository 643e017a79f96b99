"""The class as a heat map: a student in each row, an exercise in each column, a mark in each cell.

No cell says by colour alone what it says: a tick, the points, or a sign.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from xml.etree.ElementTree import Element

from asynccourse.grading.book import Book, Enrolled, Graded, Mark
from asynccourse.reports.book.states import SIGNS, called, percent, place, said, state
from asynccourse.reports.book.tally import Tally
from asynccourse.reports.figures import number
from asynccourse.reports.page.markup import tag
from asynccourse.wall.limits import cut

NAME = 80
"""Most characters of a student's name."""


class Heat:
    """Draws the table in pieces."""

    def __init__(self, book: Book, counted: Sequence[Tally]) -> None:
        self._book = book
        self._counted = counted

    def columns(self) -> Element:
        """Return the head: the parts of the course, and an exercise's number for each column."""
        parts = [
            tag("th", tag("span", part), scope="colgroup", colspan=len(list(members)))
            for part, members in groupby(self._book.exercises, key=lambda one: one.part)
        ]
        sorts = [_sort("name", "Student", "ascending"), _sort("total", "Points", "none")]
        own = [tag("td"), tag("td")]
        exercises = [_column(exercise) for exercise in self._book.exercises]
        return tag("thead", tag("tr", *own, *parts, class_="parts"), tag("tr", *sorts, *exercises))

    def rows(self) -> Iterator[Element]:
        """Yield a row for each student."""
        for row, enrolled in enumerate(self._book.students):
            yield self._row(row, enrolled)

    def shares(self) -> Element:
        """Return the foot: how many in a hundred passed each exercise."""
        cells = [tag("td", f"{tally.passed:.0f}") for tally in self._counted]
        return tag("tfoot", tag("tr", tag("th", "Passed, %", scope="row"), tag("td"), *cells))

    def _row(self, row: int, enrolled: Enrolled) -> Element:
        student = enrolled.student
        points, most = self._book.total(student.id)
        share = percent(points, most)
        marks = [self._book.mark(student.id, exercise.name) for exercise in self._book.exercises]
        told = f"{number(points)} of {number(most)} points"
        total = tag("a", f"{share:.0f} %", href=f"#{row}", aria_label=told, tabindex="-1")
        cells = [_cell(f"#{row}/{column}", mark) for column, mark in enumerate(marks)]
        level = tag("td", total, class_="total", data_value=share)
        return tag("tr", _name(row, enrolled), level, *cells, data_row=row)


def _name(row: int, enrolled: Enrolled) -> Element:
    student = enrolled.student
    name = tag("a", cut(called(student), NAME), href=f"#{row}", tabindex="-1" if row else "0")
    known = tag("span", " ", cut(student.id, NAME), class_="ids") if student.name else ""
    note = tag("span", " ", cut(enrolled.note, NAME), class_="refused") if enrolled.note else ""
    return tag("th", name, known, note, scope="row", data_email=student.email)


def _sort(kind: str, word: str, order: str) -> Element:
    button = tag("button", word, type="button", data_sort=kind, tabindex="-1")
    return tag("th", button, scope="col", aria_sort=order, class_=kind)


def _column(exercise: Graded) -> Element:
    told = f"{exercise.name} {exercise.title}"
    link = tag("a", place(exercise), href=f"#e-{exercise.name}", aria_label=told, tabindex="-1")
    return tag("th", link, scope="col")


def _cell(where: str, mark: Mark | None) -> Element:
    told = said(mark)
    if mark is not None:
        told += f", {number(mark.points)} of {number(mark.max_points)}"
    link = tag("a", _sign(mark), href=where, aria_label=told, tabindex="-1")
    return tag("td", link, class_=_level(mark))


def _sign(mark: Mark | None) -> str:
    which = state(mark)
    if mark is None or which in ("missing", "inconclusive"):
        return SIGNS[which]
    whole = which == "passed" and mark.points >= mark.max_points
    return SIGNS["passed"] if whole else number(round(mark.points, 1))


def _level(mark: Mark | None) -> str:
    """Return how warm a cell is: for what failed, by its share of the points."""
    which = state(mark)
    if mark is None or which != "failed":
        return which
    share = mark.points / mark.max_points if mark.max_points else 0.0
    return "none" if share <= 0 else "some" if share < 0.5 else "much"
