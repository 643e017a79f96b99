"""Hints, which are given one by one."""

from __future__ import annotations

from asynccourse.course.exercise import Exercise
from asynccourse.desk.desk import Desk
from asynccourse.desk.progress import Progress


def take_hint(desk: Desk, exercise: Exercise) -> tuple[list[str], bool]:
    """Return the hints given so far with one more, and whether all had been given before."""
    every = exercise.file.hints
    before = 0

    def change(progress: Progress) -> None:
        nonlocal before
        record = progress.change(exercise.name)
        before = record.hints
        record.hints = min(record.hints + 1, len(every))

    desk.file.change(change)
    return every[: min(before + 1, len(every))], before >= len(every)
