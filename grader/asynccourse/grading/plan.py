"""What is to be judged: each student's answers with the keys of their verdicts, and the tasks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from asynccourse.course.catalog import Catalog
from asynccourse.course.exercise import Exercise
from asynccourse.grading.book import Enrolled
from asynccourse.grading.engine import Work
from asynccourse.grading.marks import MISSING
from asynccourse.grading.state import judge_state, key, suite_state
from asynccourse.grading.store import Cell, Pending, Store
from asynccourse.grading.submission import Student, Submission
from asynccourse.grading.task import Task, encode
from asynccourse.sandbox.level import Level


class Class(Protocol):
    """What was handed in, as the intake opens it. Files are read as they are asked for."""

    @property
    def layout(self) -> str:
        """How the files lie, in a few words."""

    @property
    def students(self) -> list[Student]:
        """Everyone who handed in."""

    def submission(self, student: Student) -> Submission:
        """Read what one student handed in."""


class Plan:
    """How the answers of a class are judged: everything that their verdicts depend on."""

    def __init__(self, catalog: Catalog, *, seed: int, sandbox: Level) -> None:
        self._overlay = catalog.overlay
        self._exercises = {one.name: one for one in catalog.all()}
        self._suites = {name: suite_state(one) for name, one in self._exercises.items()}
        self._seed = seed
        self._sandbox = sandbox

    def read(self, found: Class) -> Iterator[tuple[Enrolled, list[Cell]]]:
        """Yield every student with the cells of their row."""
        for student in found.students:
            submission = found.submission(student)
            unfit = submission.unfit.get("")
            enrolled = Enrolled(
                submission.student,
                submission.layout,
                submission.submitted,
                unfit.message if unfit else "",
            )
            yield enrolled, [self._cell(submission, one) for one in self._exercises.values()]

    def work(self, pending: Iterable[Pending], store: Store) -> Iterator[Work]:
        """Yield a task for each answer that has no verdict, reading it only then."""
        for one in pending:
            yield one.key, encode(self._task(self._exercises[one.exercise], store.data(one.key)))

    def _cell(self, submission: Submission, exercise: Exercise) -> Cell:
        name = exercise.name
        unfit = submission.unfit.get(name)
        answer = submission.answers.get(name)
        if unfit is None and answer is not None:
            return Cell(name, answer.path, answer.data, self._key(name, answer.data))
        unfit = unfit or submission.unfit.get("")
        if unfit is not None:
            return Cell(name, code=unfit.code, message=unfit.message)
        return Cell(name, code="not_submitted", message=MISSING)

    def _key(self, name: str, data: bytes) -> str:
        return key(data, self._suites[name], judge_state(), self._seed, self._sandbox)

    def _task(self, exercise: Exercise, data: bytes) -> Task:
        return Task(
            exercise=exercise.name,
            data=data,
            seed=self._seed,
            sandbox=self._sandbox,
            points=exercise.file.points,
            judge=judge_state(),
            suite=self._suites[exercise.name],
            suites=str(self._overlay) if exercise.suites == self._overlay else "",
        )
