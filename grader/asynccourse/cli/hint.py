"""`asynccourse hint`: one hint more each time."""

from __future__ import annotations

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from asynccourse.cli.desk import command_for, exercise_argument
from asynccourse.cli.names import ExerciseName
from asynccourse.cli.start import PASSED
from asynccourse.desk.hints import take_hint


def hints(given: list[str], every: int) -> Table:
    """Return the hints that were given, the newest of them standing out."""
    table = Table.grid(padding=(0, 2))
    for number, text in enumerate(given, 1):
        newest = number == len(given)
        mark = Text(f"{number} of {every}", "bold cyan" if newest else "dim", no_wrap=True)
        table.add_row(mark, Text(text, "" if newest else "dim"))
    return table


@click.command(short_help="A hint; one more each time.")
@click.argument("name", type=ExerciseName(), metavar="[NN | slug]", required=False)
def hint(name: str | None) -> int:
    """Show a hint: the first one, and one more each time.

    \b
    asynccourse hint        for the exercise that you work on
    asynccourse hint 03
    """
    desk, exercise, _ = exercise_argument(name)
    shown = take_hint(desk, exercise)
    console = Console(highlight=False, markup=False, emoji=False)
    every = exercise.file.hints
    console.print(hints(shown, len(every)))
    if len(shown) < len(every):
        said = f"One more: {command_for('hint', exercise)}"
    else:
        said = f"There are no more; the solution: {command_for('solution', exercise)} --anyway"
    console.print(Text(said, style="dim"))
    return PASSED
