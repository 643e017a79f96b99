"""Every mark in a row of its own, with why: for whoever filters, counts and plots."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from asynccourse.grading.book import Book, Mark
from asynccourse.grading.submission import Student
from asynccourse.reports.book.cells import Cell, write_rows

COLUMNS = [
    *("student", "name", "exercise", "status", "code", "points", "max_points"),
    *("earned", "line", "message", "late", "seconds", "path"),
]


def write(book: Book, path: Path) -> None:
    """Write the marks as CSV. Raises OSError."""
    write_rows(path, _rows(book), for_people=True)


def _rows(book: Book) -> Iterator[list[Cell]]:
    yield list(COLUMNS)
    for enrolled in book.students:
        for mark in book.marks(enrolled.student.id):
            yield _row(enrolled.student, mark)


def _row(student: Student, mark: Mark) -> list[Cell]:
    return [
        student.id,
        student.name,
        mark.exercise,
        mark.status,
        mark.code,
        mark.points,
        mark.max_points,
        mark.earned,
        mark.line,
        mark.message,
        mark.late,
        mark.seconds,
        mark.path,
    ]
