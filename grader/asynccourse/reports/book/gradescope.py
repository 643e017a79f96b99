"""A student's marks as Gradescope's results.json, in which all text is plain text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from asynccourse.grading.book import Book, Enrolled, Mark
from asynccourse.reports.book.files import file_name, writing
from asynccourse.reports.book.states import said
from asynccourse.reports.json import encode
from asynccourse.reports.printable import printable
from asynccourse.verdicts.result import ExerciseResult, Status, TestResult
from asynccourse.wall.limits import cut

OUTPUT = 4_000
"""Most characters of what a test printed."""


def write(book: Book, path: Path) -> None:
    """Write one student's results.json; of several, one each into a folder `gradescope` beside it.

    A file has the submission's number for its name where that is known. Raises OSError.
    """
    if len(book.students) == 1:
        _write(book, book.students[0], path)
        return
    taken: set[str] = set()
    for enrolled in book.students:
        name = file_name(enrolled.student.key or enrolled.student.id, taken)
        _write(book, enrolled, path.parent / "gradescope" / f"{name}.json")


def _write(book: Book, enrolled: Enrolled, path: Path) -> None:
    with writing(path) as file:
        file.write(encode(_results(book, enrolled)) + b"\n")


def _results(book: Book, enrolled: Enrolled) -> dict[str, Any]:
    student = enrolled.student
    marks = book.marks(student.id)
    total, most = book.total(student.id)
    late = [f"{mark.exercise}: {mark.late}" for mark in marks if mark.late]
    return {
        "score": round(total, 2),
        "execution_time": round(sum(mark.seconds for mark in marks), 2),
        "output": printable("\n".join(part for part in (enrolled.note, *late) if part)),
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": {"student": student.id, "max_score": most, "seed": book.run.seed},
        "tests": list(_tests(book, marks)),
    }


def _tests(book: Book, marks: list[Mark]) -> Iterator[dict[str, Any]]:
    titles = {exercise.name: exercise.title for exercise in book.exercises}
    for mark in marks:
        result = book.result(mark.student, mark.exercise)
        title = f"{mark.exercise}: {titles[mark.exercise]}"
        if result is None or not result.tests:
            told = mark.message or said(mark)
            points = mark.points, mark.max_points
            yield _test(title, mark, *points, mark.status, mark.code, told)
            continue
        yield from _judged(title, mark, result)


def _judged(title: str, mark: Mark, result: ExerciseResult) -> Iterator[dict[str, Any]]:
    """Yield an exercise's tests, with their points as they count by weight before lateness."""
    weight = mark.max_points / result.max_points if result.max_points else 0.0
    for test in result.tests:
        name = f"{title}: {test.claim or test.name}"
        points, most = test.points * weight, test.max_points * weight
        yield _test(name, mark, points, most, test.status, test.code, _told(test))


def _test(
    name: str,
    mark: Mark,
    points: float,
    most: float,
    status: Status,
    code: str | None,
    output: str,
) -> dict[str, Any]:
    verdict = {} if status == "inconclusive" else {"status": status}
    return verdict | {
        "name": printable(name),
        "name_format": "text",
        "score": round(points, 2),
        "max_score": round(most, 2),
        "output": printable(output),
        "output_format": "text",
        "visibility": "visible",
        "tags": [mark.exercise, *([code] if code else [])],
    }


def _told(test: TestResult) -> str:
    if test.status == "passed":
        return ""
    where = f"line {test.line}: " if test.line else ""
    parts = [f"{test.code or 'no verdict'}: {where}{test.message}", test.cure]
    if test.output:
        parts.append(f"It printed:\n{cut(test.output, OUTPUT)}")
    return "\n\n".join(part for part in parts if part)
