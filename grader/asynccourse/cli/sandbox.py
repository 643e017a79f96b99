"""The option `--sandbox`, and the level that it comes to on this machine."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click

from asynccourse.sandbox.level import LEVELS, Level

AUTO = "auto"


def option(default: str) -> Callable[[Any], Any]:
    """Return the option, as a decorator; its value is the name of a level, or "auto"."""
    return click.option(
        "--sandbox",
        type=click.Choice([*LEVELS, AUTO]),
        default=default,
        show_default=True,
        help="How far submissions are confined: off, files (landlock), or files, network and "
        "processes (strict); auto takes the strongest that this machine can.",
    )


def default_of_grade() -> str:
    """Return what strangers' code is confined with unless told otherwise."""
    return "strict" if sys.platform == "linux" else AUTO


def level(name: str) -> Level:
    """Return the level of that name. Raises `Unconfined` where this machine can't give it."""
    from asynccourse.sandbox.machine import require, strongest  # noqa: PLC0415 - tries it out

    if name == AUTO:
        return strongest()
    found = next(one for one in LEVELS if one == name)
    require(found)
    return found
