"""Finds the course on disk and its exercises by number, slug or folder name."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from pathlib import Path

from asynccourse.course.exercise import CourseError, Exercise

_PACKAGE = Path(__file__).resolve().parent.parent
_NAME = re.compile(r"\d\d_[a-z0-9_]+")


class UnknownExercise(CourseError):
    """No exercise goes by a name that was given."""


@dataclass(frozen=True)
class Catalog:
    """The three trees of a course. There is no list anywhere: the folders are the list."""

    suites: Path
    exercises: Path
    solutions: Path
    overlay: Path | None = None
    """Suites that stand in for those of the same name, or are added to them."""

    def all(self) -> list[Exercise]:
        """Return every exercise that has a suite, in order."""
        suites = dict.fromkeys(_suites_in(self.suites), self.suites)
        if self.overlay is not None:
            suites |= dict.fromkeys(_suites_in(self.overlay), self.overlay)
        return [
            Exercise(name, suites[name], self.exercises, self.solutions) for name in sorted(suites)
        ]

    def find(self, name: str) -> Exercise:
        """Return the exercise called 03, 3, gather or 03_gather. Raises `UnknownExercise`."""
        every = self.all()
        wanted = name.strip().strip("/").lower()
        number = wanted.zfill(2)
        for exercise in every:
            if wanted in (exercise.name, exercise.slug) or number == exercise.number:
                return exercise
        raise UnknownExercise(_unknown(name, every))


def find_catalog(overlay: Path | None = None) -> Catalog:
    """Return the course that came with this package: in a clone beside it, in a wheel inside it.

    Where the current folder is in a course folder, the learner's files are those that are there.
    Raises `CourseError` where there is no course.
    """
    root, own = course_root(), own_root()
    exercises = (own or root) / "exercises"
    return Catalog(_PACKAGE / "suites", exercises, root / "solutions", overlay)


def course_root() -> Path:
    """Return the folder of the course that came with this package. Raises `CourseError`."""
    for root in (_PACKAGE / "_course", _PACKAGE.parent.parent):
        if (root / "exercises").is_dir() and (root / "solutions").is_dir():
            return root
    raise CourseError("the course's exercises are not where the package expects them: reinstall it")


def own_root() -> Path | None:
    """Return the nearest folder, from the current one upwards, whose `exercises/` holds folders
    named like exercises; None where there is none."""
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if _has_exercises(folder)), None)


def _suites_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if _NAME.fullmatch(path.name)]


def _has_exercises(folder: Path) -> bool:
    try:
        return any(_NAME.fullmatch(path.name) for path in (folder / "exercises").iterdir())
    except OSError:
        return False


def _unknown(name: str, every: list[Exercise]) -> str:
    names = [each for exercise in every for each in (exercise.name, exercise.slug)]
    close = difflib.get_close_matches(name, names, n=1)
    if close:
        return f"no exercise is called {name!r}: did you mean {close[0]}?"
    first, last = every[0].number, every[-1].number
    return f"no exercise is called {name!r}: the course has {first} to {last}, e.g. `check {first}`"
