"""`asynccourse doctor`: whether this machine has what the course needs."""

from __future__ import annotations

import click
from rich.console import Console
from rich.text import Text

from asynccourse.cli.start import NOT_PASSED, PASSED
from asynccourse.desk.doctor import examine

_MARKS = {"ok": ("✓", "green"), "lacks": ("-", "yellow"), "bad": ("✗", "red")}


@click.command(short_help="Does this machine have what is needed?")
def doctor() -> int:
    """Look at Python, the layers of the sandbox, what exercises need, the folder and the editor.

    Exit status: 1 where something has to be mended before the course works.
    """
    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
    bad = 0
    for finding in examine():
        console.print(Text.assemble(_MARKS[finding.state], " ", finding.what))
        if finding.cure:
            console.print(Text(f"  to mend it: {finding.cure}", style="dim"))
        bad += finding.state == "bad"
    return NOT_PASSED if bad else PASSED
