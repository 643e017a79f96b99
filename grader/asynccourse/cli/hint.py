"""`asynccourse hint`: one hint more each time."""

from __future__ import annotations

import click
from rich.console import Console
from rich.text import Text

from asynccourse.cli.desk import command_for, exercise_argument
from asynccourse.cli.start import PASSED
from asynccourse.desk.hints import take_hint


@click.command()
@click.argument("name", metavar="[NN | slug]", required=False)
def hint(name: str | None) -> int:
    """Show a hint: the first one, and one more each time.

    \b
    asynccourse hint        for the exercise that you work on
    asynccourse hint 03
    """
    desk, exercise, _ = exercise_argument(name)
    shown, all_shown_before = take_hint(desk, exercise)
    console = Console(highlight=False, markup=False, emoji=False)
    every = exercise.file.hints
    for number, text in enumerate(shown, 1):
        newest = number == len(shown) and not all_shown_before
        mark = Text(f"{number} of {len(every)}  ", style="bold cyan" if newest else "dim")
        console.print(Text.assemble(mark, (text, "" if newest else "dim")))
    if len(shown) < len(every):
        said = f"One more: {command_for('hint', exercise)}"
    else:
        said = f"There are no more; the solution: {command_for('solution', exercise)} --anyway"
    console.print(Text(said, style="dim"))
    return PASSED
