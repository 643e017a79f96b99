"""The book over a store: rows in memory, what fills pages fetched when it is asked for."""

from __future__ import annotations

import msgspec

from asynccourse.grading.book import Book, Enrolled, Mark, Run
from asynccourse.grading.marks import Marking, missing
from asynccourse.grading.policy import Policy
from asynccourse.grading.store import Row, Store
from asynccourse.grading.submission import Student
from asynccourse.verdicts.result import ExerciseResult

ABSENT = "handed in nothing"


class StoredBook(Book):
    """A class's marks as the store and the policy have them now."""

    def __init__(self, run: Run, store: Store, marking: Marking) -> None:
        self.run = run
        self.exercises = marking.exercises
        self.students = enrolled(store.students(), marking.policy)
        self._store = store
        self._marking = marking
        self._names = {one.name: one for one in self.exercises}
        self._by_id = {one.student.id: one for one in self.students}
        self._rows = {(row.student, row.exercise): row for row in store.rows()}

    def mark(self, student: str, exercise: str) -> Mark | None:
        """Return one mark; None where there is no verdict yet."""
        return self._marking.mark(self._by_id[student], self._row(student, exercise))

    def result(self, student: str, exercise: str) -> ExerciseResult | None:
        """Return all of what the judge found, or what stands in the place of a verdict."""
        mark = self.mark(student, exercise)
        if mark is None or exercise in self._marking.left_out:
            return None
        return self._store.result(student, exercise) or ExerciseResult(
            exercise=exercise,
            status=mark.status,
            code=mark.code,
            message=mark.message,
            line=None,
            points=0,
            max_points=self._names[exercise].points,
            seconds=0.0,
            tests=[],
            file=mark.path,
            seed=self.run.seed,
        )

    def text(self, student: str, exercise: str) -> str:
        """Return the answer's own text; empty without one."""
        return self._store.text(student, exercise)

    def columns(self, student: str) -> dict[str, str]:
        """Return what else the class's roster says of a student, by its headings."""
        return self._marking.policy.columns.get(student, {})

    def _row(self, student: str, exercise: str) -> Row:
        return self._rows.get((student, exercise)) or missing(student, exercise)


def enrolled(found: list[Enrolled], policy: Policy) -> list[Enrolled]:
    """Return the class with what the roster knows of it, and with those who handed in nothing."""
    there = {one.student.id: _known(one, policy) for one in found}
    for student in policy.roster.values():
        there.setdefault(student.id, Enrolled(student, "", note=ABSENT))
    return [there[id_] for id_ in sorted(there)]


def _known(one: Enrolled, policy: Policy) -> Enrolled:
    """Return a student with what only the roster says of them."""
    listed = policy.roster.get(one.student.id)
    if listed is None:
        return one
    student = Student(
        one.student.id,
        name=listed.name or one.student.name,
        email=listed.email or one.student.email,
        key=listed.key or one.student.key,
    )
    return msgspec.structs.replace(one, student=student)
