"""`asynccourse solution`: the reference solution beside the learner's own."""

from __future__ import annotations

import click
from rich.console import Console

from asynccourse.cli.desk import command_for, exercise_argument
from asynccourse.cli.names import ExerciseName
from asynccourse.cli.sides import side_by_side
from asynccourse.cli.start import NOT_PASSED, PASSED
from asynccourse.judge.source import Unreadable, read_source


@click.command(short_help="The reference solution beside yours.")
@click.argument("name", type=ExerciseName(), metavar="[NN | slug]", required=False)
@click.option("--anyway", is_flag=True, help="Show it before you have passed, too.")
def solution(name: str | None, anyway: bool) -> int:
    """Show the reference solution beside your own, once you have passed.

    \b
    asynccourse solution 03
    asynccourse solution 03 --anyway
    """
    _, exercise, progress = exercise_argument(name)
    if not (anyway or progress.of(exercise.name).passed):
        click.echo(
            f"{exercise.name} isn't solved yet. A hint: {command_for('hint', exercise)}\n"
            f"To see the solution all the same: {command_for('solution', exercise)} --anyway"
        )
        return NOT_PASSED
    try:
        own = read_source(exercise.stub).data.decode("utf-8", "replace")
    except Unreadable:
        own = ""
    console = Console(highlight=False, markup=False, emoji=False)
    console.print(side_by_side(own, exercise.solution.read_text("utf-8"), console.width))
    return PASSED
