"""One exercise: what its folders are called and what its exercise.toml says."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Literal

import msgspec


class CourseError(Exception):
    """Something about the course on disk is not as it must be. One sentence that says what."""


class Limits(msgspec.Struct, forbid_unknown_fields=True):
    """What a suite allows. Seconds are real ones unless they say otherwise."""

    seconds: float = 5.0
    """A test may take this long by the judge's clock."""
    hold: float = 0.05
    """A callback may hold the loop for this long."""
    turns: int = 10_000
    """The loop may turn this often with nothing happening outside."""
    memory_mb: int = 2048
    """Address space of the runner, in MiB."""
    output_kb: int = 256
    """What a submission may print in one test, in KiB; more is an end of it."""


class ExerciseFile(msgspec.Struct, forbid_unknown_fields=True):
    """The contents of an exercise.toml."""

    title: str
    concepts: list[str]
    minutes: int
    points: int
    functions: dict[str, Literal["async", "sync", "class"]]
    hints: list[str]
    stub: str
    """The code for which the untouched stub is refused."""
    part: str = ""
    """The part of the course that it belongs to; those of one part stand together."""
    limits: Limits = msgspec.field(default_factory=Limits)
    preloads: list[str] = []
    needs: list[str] = []
    watch_calls: list[str] = []
    workers: bool = False
    """Whether the submission starts worker processes, which may use the judge's objects."""
    executed: bool = True
    """Whether the submission is run as it is loaded; if not, the suite's driver runs it."""
    numbers: dict[str, float] = {}
    """Figures that the suite uses: latencies, counts."""


class Exercise(msgspec.Struct, frozen=True, dict=True):
    """An exercise by its folder name, such as `03_gather`, and the three trees it stands in."""

    name: str
    suites: Path
    exercises: Path
    solutions: Path

    @property
    def number(self) -> str:
        """The two digits before the slug."""
        return self.name.split("_", 1)[0]

    @property
    def slug(self) -> str:
        """The name without its number: also that of the file."""
        return self.name.split("_", 1)[1]

    @property
    def suite_folder(self) -> Path:
        """The folder of the hidden suite."""
        return self.suites / self.name

    @property
    def suite(self) -> Path:
        """The hidden suite itself."""
        return self.suite_folder / f"test_{self.slug}.py"

    @property
    def driver(self) -> Path:
        """The suite's helper on the submission's side; not every suite has one."""
        return self.suite_folder / "driver.py"

    @property
    def stub(self) -> Path:
        """The learner's file."""
        return self.exercises / self.name / f"{self.slug}.py"

    @property
    def readme(self) -> Path:
        """The learner's text."""
        return self.exercises / self.name / "README.md"

    @property
    def solution(self) -> Path:
        """The reference solution."""
        return self.solutions / self.name / f"{self.slug}.py"

    def answers(self, kind: Literal["wrong", "right"]) -> list[Path]:
        """Return the known wrong or right answers beside the suite, in order."""
        return sorted((self.suite_folder / kind).glob("*.py"))

    @cached_property
    def file(self) -> ExerciseFile:
        """What exercise.toml says. Raises `CourseError` where it can't be read."""
        path = self.suite_folder / "exercise.toml"
        try:
            return msgspec.toml.decode(path.read_bytes(), type=ExerciseFile)
        except (OSError, msgspec.MsgspecError) as error:
            raise CourseError(f"{path}: {error}") from None
