"""`asynccourse list`: all exercises by part, and how far each is."""

from __future__ import annotations

from itertools import groupby
from typing import Literal

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from asynccourse.cli.desk import read_progress
from asynccourse.cli.start import PASSED
from asynccourse.course.exercise import Exercise
from asynccourse.desk.desk import Desk, State, open_desk
from asynccourse.desk.progress import Progress
from asynccourse.parts.needs import missing

MARKS: dict[State, tuple[str, str, str]] = {
    "done": ("✓", "green", "solved"),
    "changed": ("✓", "yellow", "solved, and changed since"),
    "tried": ("✗", "red", "not yet"),
    "open": ("·", "dim", ""),
}
"""For each state a mark, its colour, and how it is said."""


@click.command(name="list", short_help="All exercises, and how far you are.")
@click.argument("words", nargs=-1, metavar="[WORD]...")
@click.option("--open", "only_open", is_flag=True, help="Only what isn't solved.")
@click.option("--done", "only_done", is_flag=True, help="Only what is solved.")
def list_(words: tuple[str, ...], only_open: bool, only_done: bool) -> int:
    """List the exercises; with words, those whose name, title, part or concepts have them all.

    \b
    asynccourse list
    asynccourse list --open
    asynccourse list queue
    """
    desk = open_desk()
    progress = read_progress(desk)
    console = Console(highlight=False, markup=False, emoji=False)
    shown = [
        exercise
        for exercise in desk.catalog.all()
        if _matches(exercise, words)
        and not (only_open and progress.of(exercise.name).passed)
        and not (only_done and not progress.of(exercise.name).passed)
    ]
    if shown:
        show_list(console, desk, shown, progress)
    else:
        console.print(f"None of the {len(desk.catalog.all())} exercises is like that.")
    return PASSED


def show_list(console: Console, desk: Desk, exercises: list[Exercise], progress: Progress) -> None:
    """Show these exercises by part, and how far the whole course is."""
    console.print(_table(desk, exercises, progress))
    console.print(_sum(desk, progress))


def _matches(exercise: Exercise, words: tuple[str, ...]) -> bool:
    file = exercise.file
    text = " ".join([exercise.name, file.title, file.part, *file.concepts]).lower()
    return all(word.lower() in text for word in words)


def _table(desk: Desk, exercises: list[Exercise], progress: Progress) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 1), pad_edge=False)
    for name in ("at", "name", "title", "points", "minutes", "state"):
        justify: Literal["left", "right"] = "right" if name in ("points", "minutes") else "left"
        table.add_column(name, justify=justify, no_wrap=name != "title")
    at = desk.current(progress)
    for part, members in groupby(exercises, key=lambda one: one.file.part):
        table.add_row("", Text(part, "bold"))
        for exercise in members:
            table.add_row(*_row(desk, exercise, progress, current=exercise == at))
    return table


def _row(desk: Desk, exercise: Exercise, progress: Progress, *, current: bool) -> list[Text]:
    state, record, file = desk.state(exercise, progress), progress.of(exercise.name), exercise.file
    mark, colour, said = MARKS[state]
    if state == "tried" and record.code:
        said = record.code
    if missing(file.needs):
        said = "see `asynccourse doctor`"
    return [
        Text("→" if current else " ", "bold cyan"),
        Text.assemble((f"{mark} ", colour), (exercise.name, "bold" if current else "")),
        Text(file.title),
        Text(f"{record.points}/{file.points}" if record.tries else f"{file.points}", "dim"),
        Text(f"{file.minutes} min", "dim"),
        Text(said, colour),
    ]


def _sum(desk: Desk, progress: Progress) -> Text:
    every = desk.catalog.all()
    solved = [one for one in every if progress.of(one.name).passed]
    points = sum(progress.of(one.name).points for one in every)
    left = sum(one.file.minutes for one in every if one not in solved)
    text = f"\n{len(solved)} of {len(every)} solved, {points} of "
    text += f"{sum(one.file.points for one in every)} points"
    return Text(text + (f"; about {left / 60:.0f} hours to go" if left else "; that is all of it"))
