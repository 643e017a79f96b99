"""What the learner's commands share: the desk, an exercise by its name or the current one."""

from __future__ import annotations

import click

from asynccourse.course.exercise import CourseError, Exercise
from asynccourse.desk.desk import Desk, open_desk
from asynccourse.desk.progress import Progress


def exercise_argument(name: str | None) -> tuple[Desk, Exercise, Progress]:
    """Return the desk, the exercise of that name or else the current one, and the progress.

    Raises `CourseError`.
    """
    desk = open_desk()
    progress = read_progress(desk)
    exercise = desk.catalog.find(name) if name else desk.current(progress)
    if exercise is None:
        raise CourseError("all exercises are solved: name one, or see `asynccourse list`")
    return desk, exercise, progress


def read_progress(desk: Desk) -> Progress:
    """Return the progress, and tell what could not be read of it."""
    progress = desk.file.read()
    for sentence in desk.file.told:
        click.echo(f"asynccourse: {sentence}", err=True)
    return progress


def command_for(verb: str, exercise: Exercise) -> str:
    """Return what to type: `asynccourse hint 03`."""
    return f"asynccourse {verb} {exercise.number}"
