"""`asynccourse completion`: what a shell needs to complete our commands."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from asynccourse.cli.start import PASSED

VARIABLE = "_ASYNCCOURSE_COMPLETE"


@click.command(short_help="What a shell needs to complete this.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> int:
    """Print the script that completes commands, options and exercises in a shell.

    \b
    eval "$(asynccourse completion bash)"       in ~/.bashrc
    eval "$(asynccourse completion zsh)"        in ~/.zshrc
    asynccourse completion fish | source        in ~/.config/fish/config.fish
    """
    from asynccourse.cli.app import app  # noqa: PLC0415 - which imports the commands

    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(app, {}, "asynccourse", VARIABLE).source())
    return PASSED
