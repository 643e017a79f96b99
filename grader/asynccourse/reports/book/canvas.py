"""The grades as Canvas imports them into its gradebook.

Canvas takes the columns before the exercises by their place, and finds a student by the first of
them that it knows: its own id (which nobody else has), SIS user id, login, then the name.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from asynccourse.grading.book import Book, Enrolled
from asynccourse.reports.book.cells import Cell, write_rows
from asynccourse.reports.book.states import called, is_open

STUDENT = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]

POSSIBLE = "    Points Possible"
"""What the row below the header begins with, as in Canvas's own export."""


def write(book: Book, path: Path) -> None:
    """Write the file for Grades > Import. Raises OSError."""
    write_rows(path, _rows(book))


def _rows(book: Book) -> Iterator[list[Cell]]:
    yield [*STUDENT, *(exercise.name for exercise in book.exercises)]
    most = [exercise.points * exercise.weight for exercise in book.exercises]
    yield [POSSIBLE, None, None, None, None, *most]
    for enrolled in book.students:
        yield _row(book, enrolled)


def _row(book: Book, enrolled: Enrolled) -> list[Cell]:
    student = enrolled.student
    marks = [book.mark(student.id, exercise.name) for exercise in book.exercises]
    points = [None if mark is None or is_open(mark) else mark.points for mark in marks]
    login = student.email or student.id
    return [called(student), None, student.id, login, None, *points]
