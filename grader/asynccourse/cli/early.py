"""The zygote, started before anything else is imported: it warms up while the judge does."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asynccourse.judge.zygote import Zygote

_started: list[Zygote] = []


def begin(arguments: list[str]) -> None:
    """Start the zygote where the command line is one that will need it."""
    if arguments[:1] == ["check"] and "--help" not in arguments and hasattr(os, "fork"):
        from asynccourse.judge.zygote import Zygote  # noqa: PLC0415

        _started.append(Zygote())


def take() -> Zygote | None:
    """Hand the zygote over, once."""
    return _started.pop() if _started else None


def discard() -> None:
    """End a zygote that nobody took: the command line was wrong after all."""
    while _started:
        _started.pop().close()
