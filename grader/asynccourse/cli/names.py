"""Exercises as they are named on the command line, which a shell can complete."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem
from click.types import StringParamType

from asynccourse.course.catalog import find_catalog
from asynccourse.course.exercise import CourseError


class ExerciseName(StringParamType):
    """A number, a slug or a folder's name; whether there is such an exercise is the catalog's."""

    name = "exercise"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return the exercises whose folder's name or slug begins like this."""
        try:
            return [
                CompletionItem(name, help=exercise.file.title)
                for exercise in find_catalog().all()
                for name in (exercise.name, exercise.slug)
                if name.startswith(incomplete) and (incomplete or name == exercise.name)
            ]
        except CourseError:
            return []
