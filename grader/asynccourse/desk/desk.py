"""The desk: a home, its catalog and its progress, and what they mean together."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, TypeAlias

from asynccourse.course.catalog import Catalog, find_catalog
from asynccourse.course.exercise import Exercise
from asynccourse.desk.home import Home, require_home
from asynccourse.desk.progress import Progress, ProgressFile, now
from asynccourse.desk.verdicts import save
from asynccourse.verdicts.result import ExerciseResult

State: TypeAlias = Literal["done", "changed", "tried", "open"]
"""Passed; passed, and changed since; judged and not passed; never judged."""


@dataclass(frozen=True)
class Desk:
    """What the commands of a learner work with."""

    home: Home
    catalog: Catalog

    @cached_property
    def file(self) -> ProgressFile:
        """The file of the progress."""
        return ProgressFile(self.home.progress)

    def note(self, verdicts: list[tuple[ExerciseResult, str]]) -> Progress:
        """Take down verdicts on the learner's own files, each with the digest of what was judged,
        and return the progress with them. Raises `CourseError` where it can't be written."""
        judged = [(result, whole) for result, whole in verdicts if result.status != "inconclusive"]

        def change(progress: Progress) -> None:
            for result, whole in judged:
                record = progress.change(result.exercise)
                record.tries += 1
                record.points = max(record.points, result.points)
                record.code = result.code or ""
                if result.status == "passed":
                    record.passed = record.passed or now()
                    record.digest = whole

        for result, _ in judged:
            save(self.home, result)
        return self.file.change(change)

    def state(self, exercise: Exercise, progress: Progress) -> State:
        """Return how far an exercise is."""
        record = progress.of(exercise.name)
        if record.passed:
            return "done" if record.digest == digest_of_file(exercise.stub) else "changed"
        return "tried" if record.tries else "open"

    def current(self, progress: Progress) -> Exercise | None:
        """Return the exercise to work on: the chosen one, else the first that isn't solved."""
        chosen = [one for one in self.catalog.all() if one.name == progress.current]
        return next(iter(chosen), None) or self.first_open(progress)

    def first_open(self, progress: Progress, after: str = "") -> Exercise | None:
        """Return the first exercise that never passed, of those behind `after` where there is one;
        None when all have."""
        unsolved = [one for one in self.catalog.all() if not progress.of(one.name).passed]
        behind = [one for one in unsolved if one.name > after]
        return next(iter(behind or unsolved), None)

    def choose(self, exercise: Exercise) -> None:
        """Make an exercise the one that is worked on."""

        def change(progress: Progress) -> None:
            progress.current = exercise.name

        self.file.change(change)


def open_desk() -> Desk:
    """Return the desk of the current folder. Raises `CourseError` where there is no course."""
    return Desk(require_home(), find_catalog())


def digest(data: bytes) -> str:
    """Return the SHA-256 of what was judged, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def digest_of_file(path: Path) -> str:
    """Return the SHA-256 of a file; empty for one that can't be read."""
    try:
        return digest(path.read_bytes())
    except OSError:
        return ""
