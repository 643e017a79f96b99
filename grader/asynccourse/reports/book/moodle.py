"""The grades as Moodle imports them: into its gradebook, and into one assignment.

Moodle refuses a whole import for one grade over the site's limit, 100 by default, so that sums are
in percent. It takes a hyphen for `no grade`, where an empty cell of a new column is an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from asynccourse.grading.book import Book, Enrolled, Mark
from asynccourse.reports.book.cells import Cell, write_rows
from asynccourse.reports.book.states import called, is_open, percent, said
from asynccourse.reports.figures import number
from asynccourse.reports.printable import printable
from asynccourse.wall.limits import cut

NO_GRADE = "-"

GIST = 120
"""Most characters of a refusal in the feedback."""


def write(book: Book, path: Path) -> None:
    """Write the file for Grades > Import > CSV file. Raises OSError."""
    write_rows(path, _grades(book))


def write_worksheet(book: Book, path: Path) -> None:
    """Write the offline grading worksheet of the assignment that the submissions are from.

    Only students whose participant's number is known are in it; without any, nothing is written.
    Raises OSError.
    """
    known = [enrolled for enrolled in book.students if enrolled.student.key]
    if known:
        write_rows(path, _worksheet(book, known))


def _grades(book: Book) -> Iterator[list[Cell]]:
    names = [exercise.name for exercise in book.exercises]
    yield ["Email address", "ID number", "Full name", *names, "asynccourse (percent)"]
    for enrolled in book.students:
        student = enrolled.student
        marks = [book.mark(student.id, name) for name in names]
        points = [mark.points if mark and not is_open(mark) else NO_GRADE for mark in marks]
        total = percent(*book.total(student.id))
        yield [student.email, student.id, called(student), *points, total]


def _worksheet(book: Book, known: list[Enrolled]) -> Iterator[list[Cell]]:
    yield [
        *("Identifier", "Full name", "Email address", "Status", "Grade", "Maximum grade"),
        *("Grade can be changed", "Last modified (grade)", "Feedback comments"),
    ]
    for enrolled in known:
        student = enrolled.student
        marks = book.marks(student.id)
        grade = percent(*book.total(student.id))
        open_ = len(marks) < len(book.exercises) or any(is_open(mark) for mark in marks)
        yield [
            f"Participant {student.key}",
            called(student),
            student.email,
            None,
            None if open_ else grade,
            100,
            "Yes",
            book.run.started.isoformat(timespec="seconds"),
            "<br>".join(_feedback(enrolled, marks)),
        ]


def _feedback(enrolled: Enrolled, marks: list[Mark]) -> Iterator[str]:
    """Yield a line for each exercise, as HTML: Moodle's comments are."""
    if enrolled.note:
        yield _inert(enrolled.note)
    for mark in marks:
        points = f"{number(mark.points)} of {number(mark.max_points)}"
        told = [said(mark), mark.message, mark.late]
        yield f"{mark.exercise}: {points}, " + _inert(": ".join(part for part in told if part))


def _inert(text: str) -> str:
    return escape(cut(printable(text).replace("\n", " "), GIST))
