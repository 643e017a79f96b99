"""A new exercise: small, whole and proven, to be changed piece by piece into what it shall be."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from string import Template

from asynccourse.course.catalog import Catalog
from asynccourse.course.exercise import CourseError, Exercise
from asynccourse.dev.rules import PACKAGES

_NAME = re.compile(r"\d\d_[a-z][a-z0-9_]*")
_TEMPLATE = Path(__file__).parent / "template"


def make(name: str, catalog: Catalog) -> Exercise:
    """Make an exercise's folders and return it. Raises `CourseError` where that can't be."""
    _check(name, catalog)
    exercise = Exercise(name, catalog.suites, catalog.exercises, catalog.solutions)
    told = {
        "name": name,
        "number": exercise.number,
        "slug": exercise.slug,
        "title": exercise.slug.replace("_", " ").capitalize(),
        "part": catalog.all()[-1].file.part,
    }
    for template, path in _files(exercise).items():
        text = (_TEMPLATE / f"{template}.txt").read_text("utf-8")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(Template(text).substitute(told), "utf-8")
    return exercise


def _files(exercise: Exercise) -> dict[str, Path]:
    """Return where each template goes."""
    suite = exercise.suite_folder
    return {
        "stub.py": exercise.stub,
        "README.md": exercise.readme,
        "solution.py": exercise.solution,
        "exercise.toml": suite / "exercise.toml",
        "suite.py": exercise.suite,
        "right_task_group.py": suite / "right" / "task_group.py",
        "right_task_list.py": suite / "right" / "task_list.py",
        "wrong_sequential.py": suite / "wrong" / "sequential__loop.py",
        "wrong_result.py": suite / "wrong" / "wrong_result__last_one_left_out.py",
    }


def _check(name: str, catalog: Catalog) -> None:
    if not _NAME.fullmatch(name):
        raise CourseError(
            f"{name!r} is no name for an exercise: two digits and a slug, as 41_relay"
        )
    if catalog.exercises.parent != catalog.suites.parents[2]:
        raise CourseError("exercises are made in a clone of the course, installed from there: -e .")
    number, slug = name.split("_", 1)
    for other in catalog.all():
        if number == other.number or slug == other.slug:
            raise CourseError(f"there is {other.name} already: take another number and slug")
    if slug in sys.stdlib_module_names or slug in PACKAGES:
        raise CourseError(f"{slug}.py would shadow a module of that name: take another slug")
