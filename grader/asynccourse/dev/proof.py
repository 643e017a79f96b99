"""The proof of the suites: every known answer, and the verdict that it must meet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from asynccourse.course.exercise import Exercise
from asynccourse.judge.jobs import Job
from asynccourse.judge.outcome import SUITE_FAILED
from asynccourse.judge.source import read_source
from asynccourse.verdicts.result import ExerciseResult


@dataclass(frozen=True)
class Case:
    """A known answer: what kind it is and the code it must be refused with, None to pass."""

    job: Job
    kind: str
    code: str | None

    @property
    def name(self) -> str:
        """How the case is told: `03_gather wrong/sequential__loop.py`."""
        return f"{self.job.exercise.name} {self.kind}"


@dataclass(frozen=True)
class WrongVerdict:
    """A verdict that isn't the one expected."""

    case: Case
    result: ExerciseResult
    seed: int

    def __str__(self) -> str:
        wanted = self.case.code or "passed"
        got = self.result.code or self.result.status
        tests = [test.name for test in self.result.tests if test.status != "passed"]
        where = f" in {tests[0]}" if tests else ""
        told = f": {self.result.message}" if self.result.message else ""
        return f"{self.case.name}: {got} instead of {wanted}{where} (seed {self.seed}){told}"


def cases(exercises: Iterable[Exercise]) -> list[Case]:
    """Return every known answer of these exercises with its expected verdict."""
    return [
        Case(Job(number, exercise, read_source(path)), kind, code)
        for number, (exercise, path, kind, code) in enumerate(_known(exercises))
    ]


def _known(exercises: Iterable[Exercise]) -> Iterator[tuple[Exercise, Path, str, str | None]]:
    for exercise in exercises:
        yield exercise, exercise.stub, "stub", exercise.file.stub
        yield exercise, exercise.solution, "solution", None
        for path in exercise.answers("right"):
            yield exercise, path, f"right/{path.name}", None
        for path in exercise.answers("wrong"):
            yield exercise, path, f"wrong/{path.name}", path.stem.partition("__")[0]


def wrong_verdict(case: Case, result: ExerciseResult) -> WrongVerdict | None:
    """Return what is wrong with a case's result, None where it is as expected."""
    fits = result.code == case.code and (result.status == "passed") == (case.code is None)
    return None if fits else WrongVerdict(case, result, result.seed)


def broken_suite(case: Case, result: ExerciseResult) -> Iterator[str]:
    """Yield a sentence for each test in which the suite itself failed, whatever the others say."""
    for test in result.tests:
        if test.message.startswith(SUITE_FAILED):
            yield f"{case.name}: {test.name}: {test.message} (seed {result.seed})"


def broken_counts(case: Case, result: ExerciseResult, tests: range) -> Iterator[str]:
    """Yield what a solution's result shows to be wrong with its suite's points and tests."""
    file = case.job.exercise.file
    if result.max_points != file.points:
        told = f"its tests give {result.max_points} points, exercise.toml says {file.points}"
        yield f"{result.exercise}: {told}"
    if len(result.tests) not in tests:
        yield f"{result.exercise}: it has {len(result.tests)} tests, not {tests[0]} to {tests[-1]}"
