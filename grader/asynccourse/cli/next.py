"""`asynccourse next`: go on to the next exercise that isn't solved."""

from __future__ import annotations

import click
from rich.console import Console
from rich.text import Text

from asynccourse.cli.desk import command_for, read_progress
from asynccourse.cli.names import ExerciseName
from asynccourse.cli.screen import short
from asynccourse.cli.start import PASSED
from asynccourse.desk.desk import open_desk


@click.command(name="next", short_help="Go on to the next exercise.")
@click.argument("name", type=ExerciseName(), metavar="[NN | slug]", required=False)
def next_(name: str | None) -> int:
    """Go on: to the next exercise that isn't solved, or to the one you name.

    \b
    asynccourse next
    asynccourse next 17
    """
    desk = open_desk()
    progress = read_progress(desk)
    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
    found = desk.catalog.find(name) if name else desk.first_open(progress, progress.current)
    if found is None:
        console.print("All exercises are solved. To do one again: asynccourse reset NN")
        return PASSED
    desk.choose(found)
    console.print(Text.assemble((found.name, "bold"), f"  {found.file.title}"))
    console.print(f"  read   {short(found.readme)}")
    console.print(f"  edit   {short(found.stub)}")
    console.print(f"  judge  asynccourse, or {command_for('check', found)}")
    return PASSED
