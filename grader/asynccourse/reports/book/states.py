"""What a mark is at a glance, and in which words."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from asynccourse.grading.book import Graded, Mark
from asynccourse.grading.submission import Student
from asynccourse.reports.refusals import MARKS, WORDS
from asynccourse.verdicts.result import Status

State: TypeAlias = Literal[Status, "missing", "pending"]

SIGNS: Final[dict[str, str]] = {**MARKS, "missing": "–", "pending": "·"}  # noqa: RUF001

SAID: Final[dict[str, str]] = {
    **WORDS,
    "missing": "not handed in",
    "pending": "not graded yet",
}


def state(mark: Mark | None) -> State:
    """Return what a mark is at a glance."""
    if mark is None:
        return "pending"
    return "missing" if mark.code == "not_submitted" else mark.status


def said(mark: Mark | None) -> str:
    """Return a mark in words: `not passed, sequential`."""
    which = state(mark)
    code = f", {mark.code}" if mark and mark.code and which != "missing" else ""
    return SAID[which] + code


def is_open(mark: Mark | None) -> bool:
    """Return whether there is no verdict, for which a gradebook must not show a zero."""
    return mark is None or mark.status == "inconclusive"


def place(exercise: Graded) -> str:
    """Return an exercise's number, by which a column is called: `03`."""
    return exercise.name.partition("_")[0]


def called(student: Student) -> str:
    """Return what a student is called, by the name if there is one."""
    return student.name or student.id


def percent(points: float, most: float) -> float:
    """Return points in percent; all of nothing is everything."""
    return round(100 * points / most, 2) if most else 100.0
