"""The book of a graded class: who got what, for reports to be written from.

Rows are small and stand in memory. What fills pages (a result's tests, messages and timelines, and
the answer's own text) is fetched for one mark at a time: a class of a thousand has gigabytes of it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import datetime

import msgspec

from asynccourse.grading.submission import Student
from asynccourse.verdicts.result import ExerciseResult, Status


class Run(msgspec.Struct, frozen=True):
    """How a class was graded: what makes its verdicts repeatable."""

    version: str
    """Of asynccourse."""
    python: str
    system: str
    seed: int
    sandbox: str
    """The layers that confined the submissions, in one sentence."""
    jobs: int
    started: datetime
    submissions: str
    """The path that was graded, as it was typed."""
    settings: dict[str, str] = {}
    """Whatever else was set, by its option's or its TOML key's name."""


class Graded(msgspec.Struct, frozen=True):
    """An exercise of the book: a column."""

    name: str
    title: str
    part: str
    points: int
    """What its suite gives at most."""
    weight: float = 1.0
    """What those points count for, by the class's policy."""


class Enrolled(msgspec.Struct, frozen=True):
    """A student of the book: a row, with how their files were found."""

    student: Student
    layout: str
    submitted: datetime | None = None
    note: str = ""
    """What is to be said of the whole submission: why its files were refused; else empty."""


class Mark(msgspec.Struct, frozen=True):
    """One student's mark for one exercise: a cell."""

    student: str
    """The student's id."""
    exercise: str
    status: Status
    code: str | None
    """None where passed; `not_submitted` where there was no answer."""
    message: str
    line: int | None
    points: float
    """What counts: the suite's points, times the weight, less what lateness took."""
    max_points: float
    """The most that counts: the suite's points times the weight."""
    earned: int
    """The suite's points, as the judge gave them."""
    seconds: float
    path: str = ""
    """Where the answer was found; empty without one."""
    late: str = ""
    """What lateness took, in words; empty where nothing."""


class Book(ABC):
    """A graded class. Students in the order of their ids, exercises in the course's."""

    run: Run
    exercises: Sequence[Graded]
    students: Sequence[Enrolled]

    @abstractmethod
    def mark(self, student: str, exercise: str) -> Mark | None:
        """Return one mark; None where the run has not come to it yet."""

    @abstractmethod
    def result(self, student: str, exercise: str) -> ExerciseResult | None:
        """Return all of what the judge found, tests and timelines included; None as `mark`."""

    @abstractmethod
    def text(self, student: str, exercise: str) -> str:
        """Return the answer's own text; empty without one."""

    def marks(self, student: str) -> list[Mark]:
        """Return a student's marks, in the order of the exercises."""
        marks = (self.mark(student, exercise.name) for exercise in self.exercises)
        return [mark for mark in marks if mark is not None]

    def total(self, student: str) -> tuple[float, float]:
        """Return a student's points, and the most that there are, over the whole book."""
        most = sum(exercise.points * exercise.weight for exercise in self.exercises)
        return sum(mark.points for mark in self.marks(student)), most
