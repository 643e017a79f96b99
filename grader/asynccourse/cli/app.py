"""The commands. Each is imported when it is used: what isn't needed isn't waited for."""

from __future__ import annotations

import difflib
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
    "board": "asynccourse.cli.board:board",
    "grade": "asynccourse.cli.grade:grade",
    "doctor": "asynccourse.cli.doctor:doctor",
    "completion": "asynccourse.cli.completion:completion",
    "dev": "asynccourse.cli.dev:dev",
}


class LazyGroup(click.Group):
    """A group whose commands live in modules of their own."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands' names, in the order of their use."""
        return list(_COMMANDS)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that was typed; where there is none, say which one may be meant."""
        close = difflib.get_close_matches(args[0], _COMMANDS, n=1)
        if args[0] not in _COMMANDS and close:
            ctx.fail(f"no command is called {args[0]!r}: did you mean `asynccourse {close[0]}`?")
        return super().resolve_command(ctx, args)

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
    asynccourse grade DIR      grade a class
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
