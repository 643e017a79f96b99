"""Private suites: a folder that is laid over the course's own, after a look at what is in it."""

from __future__ import annotations

import re
from pathlib import Path

from asynccourse.course.catalog import Catalog, find_catalog
from asynccourse.course.exercise import CourseError

_NAME = re.compile(r"\d\d_[a-z0-9_]+")


def overlaid(folder: Path) -> Catalog:
    """Return the course with a folder of private suites over it.

    Raises `CourseError` where the folder holds something that can't be taken for a suite.
    """
    folder = folder.resolve()
    try:
        names = sorted(path.name for path in folder.iterdir() if _may_be_suite(path))
    except OSError as error:
        raise CourseError(f"--suites {folder} can't be read: {error.strerror}") from None
    if not names:
        raise CourseError(f"--suites {folder} holds no suite: name its folders like 41_secret")
    for name in names:
        if not _NAME.fullmatch(name):
            told = f"{folder / name} isn't named like an exercise, e.g. 41_secret"
            raise CourseError(f"{told}: rename it, or move it away")
    catalog = find_catalog(folder)
    for name in names:
        _look_at(catalog, name)
    return catalog


def _may_be_suite(path: Path) -> bool:
    return path.is_dir() and not path.name.startswith((".", "__"))


def _look_at(catalog: Catalog, name: str) -> None:
    """Raise `CourseError` where a suite isn't whole, or has the number of another exercise."""
    exercise = next(one for one in catalog.all() if one.name == name)
    if not exercise.suite.is_file():
        raise CourseError(f"{exercise.suite} is missing: it holds the tests of {name}")
    if exercise.file.points < 1:
        raise CourseError(f"{exercise.suite_folder / 'exercise.toml'}: `points` is under 1")
    for other in catalog.all():
        if other.name != name and exercise.number == other.number:
            told = f"{exercise.suite_folder} has the number of {other.name}"
            raise CourseError(f"{told}: give it one of its own, or that name")
