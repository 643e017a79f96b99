"""The grades as a table for people: a student in each row, an exercise in each column."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from asynccourse.grading.book import Book, Enrolled
from asynccourse.reports.book.cells import Cell, write_rows
from asynccourse.reports.book.states import is_open, percent


def write(book: Book, path: Path) -> None:
    """Write the table as CSV. Raises OSError."""
    write_rows(path, _rows(book), for_people=True)


def _rows(book: Book) -> Iterator[list[Cell]]:
    names = [exercise.name for exercise in book.exercises]
    behind = ["total", "max", "percent", "no_verdict", "submitted", "layout", "note"]
    yield ["student", "name", "email", *names, *behind]
    for enrolled in book.students:
        yield _row(book, enrolled)


def _row(book: Book, enrolled: Enrolled) -> list[Cell]:
    student = enrolled.student
    marks = [book.mark(student.id, exercise.name) for exercise in book.exercises]
    total, most = book.total(student.id)
    return [
        student.id,
        student.name,
        student.email,
        *(mark.points if mark else None for mark in marks),
        total,
        most,
        percent(total, most),
        sum(is_open(mark) for mark in marks),
        enrolled.submitted.isoformat() if enrolled.submitted else None,
        enrolled.layout,
        enrolled.note,
    ]
