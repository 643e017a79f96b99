"""Hints, which are given one by one."""

from __future__ import annotations

from asynccourse.course.exercise import Exercise
from asynccourse.desk.desk import Desk
from asynccourse.desk.progress import Progress


def take_hint(desk: Desk, exercise: Exercise) -> list[str]:
    """Return the hints given so far, and one more if there is one."""
    every = exercise.file.hints

    def change(progress: Progress) -> None:
        record = progress.change(exercise.name)
        record.hints = min(record.hints + 1, len(every))

    return every[: desk.file.change(change).of(exercise.name).hints]
