"""The sandbox levels at which the corpus is judged: all that this machine can give."""

from __future__ import annotations

from asynccourse.judge.jobs import Options
from asynccourse.sandbox.level import LEVELS as ALL
from asynccourse.sandbox.machine import missing

LEVELS = tuple(level for level in ALL if not missing(level))


def options(level: str, seed: int) -> Options:
    """Return the judge's options for a level."""
    return Options(seed=seed, sandbox=next(one for one in ALL if one == level))
