"""From verdicts to marks, by a class's policy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from asynccourse.course.exercise import Exercise
from asynccourse.grading.book import Enrolled, Graded, Mark
from asynccourse.grading.lateness import lateness
from asynccourse.grading.policy import Policy
from asynccourse.grading.store import Row

MISSING = "nothing was handed in for it"


class Marking:
    """How verdicts count: the columns of a book with their weights, and each cell's points."""

    def __init__(
        self, policy: Policy, exercises: Iterable[Exercise], left_out: Mapping[str, str]
    ) -> None:
        """`left_out` says why an exercise can't be judged here; it counts neither way."""
        self.policy = policy
        self.left_out = left_out
        every = list(exercises)
        weights = [self._weight(exercise) for exercise in every]
        scale = 1.0
        if policy.total is not None:
            most = sum(one.file.points * weight for one, weight in zip(every, weights, strict=True))
            scale = policy.total / most if most else 0.0
        self.exercises = [
            Graded(one.name, one.file.title, one.file.part, one.file.points, weight * scale)
            for one, weight in zip(every, weights, strict=True)
        ]
        self._graded = {one.name: one for one in self.exercises}

    def _weight(self, exercise: Exercise) -> float:
        if exercise.name in self.left_out:
            return 0.0
        points = self.policy.points.get(exercise.name, exercise.file.points)
        return self.policy.weights.get(exercise.name, 1.0) * points / exercise.file.points

    def mark(self, enrolled: Enrolled, row: Row) -> Mark | None:
        """Return what a cell counts for; None before there is a verdict."""
        graded, told = self._graded[row.exercise], self.left_out.get(row.exercise)
        if told is None and row.status is None:
            return None
        late = lateness(self.policy, row.student, row.exercise, enrolled.submitted)
        points = row.points * graded.weight * (1 - late.share)
        return Mark(
            student=row.student,
            exercise=row.exercise,
            status="inconclusive" if told or row.status is None else row.status,
            code=None if told else row.code,
            message=told or row.message,
            line=None if told else row.line,
            points=round(points, 6),
            max_points=round(graded.points * graded.weight, 6),
            earned=row.points,
            seconds=row.seconds,
            path=row.path,
            late=late.told if row.points and graded.weight else "",
        )


def missing(student: str, exercise: str) -> Row:
    """Return the cell of a student who handed in nothing for an exercise."""
    return Row(student, exercise, "", "failed", "not_submitted", MISSING, None, 0, 0, 0.0)
