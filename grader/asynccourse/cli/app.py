"""The commands. Each is imported when it is used: what isn't needed isn't waited for."""

from __future__ import annotations

import importlib
import sys
from typing import Final

import click

from asynccourse import __version__

_COMMANDS: Final = {
    "init": "asynccourse.cli.init:init",
    "watch": "asynccourse.cli.watch:watch",
    "check": "asynccourse.cli.check:check",
    "list": "asynccourse.cli.list:list_",
    "next": "asynccourse.cli.next:next_",
    "hint": "asynccourse.cli.hint:hint",
    "run": "asynccourse.cli.run:run",
    "solution": "asynccourse.cli.solution:solution",
    "reset": "asynccourse.cli.reset:reset",
    "doctor": "asynccourse.cli.doctor:doctor",
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


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="asynccourse")
@click.pass_context
def app(context: click.Context) -> int | None:
    """Exercises on Python's asyncio, and a judge that proves its verdicts.

    \b
    asynccourse init           make a folder with the course
    asynccourse                judge the exercise that you work on, whenever you save
    asynccourse check 03       judge your answer to exercise 03
    asynccourse check          judge the first exercise that you have not solved
    """
    if context.invoked_subcommand is not None:
        return None
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        click.echo(context.get_help())
        return None
    watch = LazyGroup.get_command(app, context, "watch")
    assert watch is not None
    status: int = context.invoke(watch)
    return status
