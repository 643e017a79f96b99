"""Results: the outcome of a test and of an exercise, as reports and JSON carry them.

The field names up to `tests` are a contract (schema 1); those behind them may grow.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

Status: TypeAlias = Literal["passed", "failed", "inconclusive"]


class Span(msgspec.Struct, frozen=True):
    """One bar of a timeline: a service call or a hold, in seconds of the test's clock."""

    kind: Literal["call", "hold"]
    label: str
    start: float
    end: float
    outcome: str
    line: int = 0
    thread: int = 0
    """Which thread called: 0 the main one, the others in the order in which they first did."""
    process: int = 0
    """Which process called, numbered likewise."""


class Tally(msgspec.Struct, frozen=True):
    """From `at` on, in seconds of the test's clock, `count` tasks of the submission's lived."""

    at: float
    count: int


class Timeline(msgspec.Struct, frozen=True):
    """What ran when in one test; `clock` says which clock the seconds are of.

    A hold takes real time also on the virtual clock, which is put in where it happened.
    """

    clock: Literal["virtual", "real"]
    spans: list[Span]
    ideal: float | None = None
    """How long the same calls take when all of them overlap, in seconds; None if unknown."""
    tasks: list[Tally] = []
    """How many tasks lived, each time that it changed."""

    @property
    def begin(self) -> float:
        """When the first of its spans began."""
        return min((span.start for span in self.spans), default=0.0)

    @property
    def ideal_end(self) -> float | None:
        """When the last would have ended, had all begun with the first; None if unknown."""
        return None if self.ideal is None else self.begin + self.ideal

    @property
    def end(self) -> float:
        """When the last of its spans ended."""
        return max((span.end for span in self.spans), default=0.0)


class Cause(msgspec.Struct, frozen=True):
    """What a look at the submission's text says may be the cause: a line and a sentence."""

    line: int
    text: str


class TraceLine(msgspec.Struct, frozen=True):
    """One of the submission's own lines that an exception passed."""

    line: int
    function: str


class TestResult(msgspec.Struct, frozen=True):
    """The outcome of one hidden test; `seconds` is real time."""

    __test__ = False

    name: str
    status: Status
    code: str | None
    message: str
    line: int | None
    seconds: float
    claim: str = ""
    points: int = 0
    max_points: int = 0
    columns: tuple[int, int] | None = None
    """The part of `line` that a caret points at, in characters from 0; None for all of it."""
    causes: list[Cause] = []
    trace: list[TraceLine] = []
    """The way of the exception that it failed with through the submission, outermost first."""
    output: str = ""
    cure: str = ""
    """The way to mend it: one sentence, empty for a test that passed."""
    attempts: int = 1
    """How often it was run; 0 where what had happened before left no doubt."""
    timeline: Timeline | None = None


class ExerciseResult(msgspec.Struct, frozen=True):
    """The outcome of one exercise: that of its first test that did not pass."""

    exercise: str
    status: Status
    code: str | None
    message: str
    line: int | None
    points: int
    max_points: int
    seconds: float
    tests: list[TestResult]
    file: str = ""
    seed: int = 0
    missing: list[str] = []
    """What the exercise needs and isn't here: it was not judged, and counts neither way."""


def left_out(
    exercise: str, missing: list[str], message: str, *, points: int, file: str, seed: int
) -> ExerciseResult:
    """Return the result of an exercise that can't be judged here."""
    return ExerciseResult(
        exercise=exercise,
        status="inconclusive",
        code=None,
        message=message,
        line=None,
        points=0,
        max_points=points,
        seconds=0.0,
        tests=[],
        file=file,
        seed=seed,
        missing=missing,
    )


def sum_up(exercise: str, tests: list[TestResult], *, file: str, seed: int) -> ExerciseResult:
    """Return the result of an exercise from those of its tests, in the suite's order.

    One failed test fails the exercise; without one, an inconclusive test leaves it open.
    """
    failed = [test for test in tests if test.status == "failed"]
    unclear = [test for test in tests if test.status == "inconclusive"]
    told = next(iter(failed or unclear), None)
    return ExerciseResult(
        exercise=exercise,
        status=told.status if told else "passed",
        code=told.code if told else None,
        message=told.message if told else "",
        line=told.line if told else None,
        points=sum(test.points for test in tests),
        max_points=sum(test.max_points for test in tests),
        seconds=round(sum(test.seconds for test in tests), 4),
        tests=tests,
        file=file,
        seed=seed,
    )
