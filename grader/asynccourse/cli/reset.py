"""`asynccourse reset`: start an exercise anew; what was there is kept."""

from __future__ import annotations

import click

from asynccourse.cli.desk import command_for, exercise_argument
from asynccourse.cli.names import ExerciseName
from asynccourse.cli.screen import short
from asynccourse.cli.start import PASSED
from asynccourse.desk.backups import reset as reset_file


@click.command(short_help="Start anew; your file is kept.")
@click.argument("name", type=ExerciseName(), metavar="NN | slug")
def reset(name: str) -> int:
    """Put the stub back as it came. Your file is kept, and where is said.

    \b
    asynccourse reset 03
    """
    desk, exercise, _ = exercise_argument(name)
    kept = reset_file(desk, exercise)
    click.echo(f"{short(exercise.stub)} is as it came.")
    if kept is not None:
        click.echo(f"What you had is in {short(kept)}")
    click.echo(f"To judge it: {command_for('check', exercise)}")
    return PASSED
