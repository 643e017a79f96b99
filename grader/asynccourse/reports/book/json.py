"""A class's book as one JSON document (schema 1), written a student at a time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from asynccourse.grading.book import Book, Enrolled, Mark
from asynccourse.reports.book.files import writing
from asynccourse.reports.book.states import percent
from asynccourse.reports.json import SCHEMA, encode, plain


def write(book: Book, path: Path, *, timelines: bool = False) -> None:
    """Write the document; with the tests' timelines only where asked for. Raises OSError."""
    head = {"schema": SCHEMA, "run": book.run, "exercises": list(book.exercises)}
    with writing(path) as file:
        file.write(encode(head).removesuffix(b"}") + b',"students":[')
        for number, enrolled in enumerate(book.students):
            file.write(b",\n" if number else b"\n")
            file.write(encode(_student(book, enrolled, timelines)))
        file.write(b"\n]}\n")


def _student(book: Book, enrolled: Enrolled, timelines: bool) -> dict[str, Any]:
    student = enrolled.student
    total, most = book.total(student.id)
    return {
        **msgspec.structs.asdict(student),
        "layout": enrolled.layout,
        "submitted": enrolled.submitted,
        "note": enrolled.note,
        "total": total,
        "max": most,
        "percent": percent(total, most),
        "marks": [_mark(book, mark, timelines) for mark in book.marks(student.id)],
    }


def _mark(book: Book, mark: Mark, timelines: bool) -> dict[str, Any]:
    result = book.result(mark.student, mark.exercise)
    found = plain(result, timelines) if result else {"tests": []}
    told = msgspec.structs.asdict(mark)
    del told["student"]
    return told | {name: found[name] for name in ("seed", "missing", "tests") if name in found}
