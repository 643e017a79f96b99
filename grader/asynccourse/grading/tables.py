"""The tables that a policy names: who is enrolled, and when each student handed in. CSV files."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime, tzinfo
from pathlib import Path

from asynccourse.course.exercise import CourseError
from asynccourse.grading.moments import moment
from asynccourse.grading.submission import Student

KNOWN = ("id", "name", "email", "key")
"""The roster's headings that say who a student is."""


def enrolment(path: Path) -> tuple[dict[str, Student], dict[str, dict[str, str]]]:
    """Return a roster's students by their ids, and its other columns. Raises `CourseError`."""
    students: dict[str, Student] = {}
    others: dict[str, dict[str, str]] = {}
    for where, row in _rows(path, ["id"]):
        known = {name.lower(): value for name, value in row.items() if name.lower() in KNOWN}
        if not known["id"]:
            raise CourseError(f"{where}: `id` is empty")
        if known["id"] in students:
            raise CourseError(f"{where}: {known['id']} is there twice")
        students[known["id"]] = Student(**known)
        others[known["id"]] = {n: value for n, value in row.items() if n.lower() not in KNOWN}
    return students, others


def submissions(path: Path, default: tzinfo | None) -> Iterator[tuple[str, str, str, datetime]]:
    """Yield where it stands, student, exercise (empty for all) and moment of each row of a table
    of times. Raises `CourseError`."""
    for where, row in _rows(path, ["student", "submitted"]):
        found = {name.lower(): value for name, value in row.items()}
        when = moment(found["submitted"], default, f"{where}: submitted")
        yield where, found["student"], found.get("exercise", ""), when


def _rows(path: Path, needed: list[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each row by its headings, with where it stands."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline()
            file.seek(0)
            delimiter = ";" if ";" in first and "," not in first else ","
            reader = csv.DictReader(file, restval="", strict=True, delimiter=delimiter)
            headings = [name.strip() for name in reader.fieldnames or []]
            _look_at(path, headings, needed)
            reader.fieldnames = headings
            for row in reader:
                row.pop(None, None)  # cells beyond the headings
                where = f"{path}, line {reader.line_num}"
                yield where, {name: value.strip() for name, value in row.items()}
    except OSError as error:
        raise CourseError(f"{path} can't be read: {error.strerror}") from None
    except (csv.Error, UnicodeError) as error:
        raise CourseError(f"{path} is no table of comma-separated values: {error}") from None


def _look_at(path: Path, headings: list[str], needed: list[str]) -> None:
    there = [name.lower() for name in headings]
    for name in needed:
        if name not in there:
            told = ", ".join(headings) or "none"
            raise CourseError(f"{path}: expected a column `{name}` in its first line, found {told}")
