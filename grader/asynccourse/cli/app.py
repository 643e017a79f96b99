"""The commands. Each is imported when it is used: what isn't needed isn't waited for."""

from __future__ import annotations

import importlib
from typing import Final

import click

from asynccourse import __version__

_COMMANDS: Final = {
    "check": "asynccourse.cli.check:check",
    "dev": "asynccourse.cli.dev:dev",
}


class LazyGroup(click.Group):
    """A group whose commands live in modules of their own."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands' names, in the order of their use."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command."""
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="asynccourse")
def app() -> None:
    """Exercises on Python's asyncio, and a judge that proves its verdicts.

    \b
    asynccourse check 03       judge your answer to exercise 03
    asynccourse check          judge the first exercise that you have not solved
    """
