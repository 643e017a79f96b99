"""The sandbox levels at which the corpus is judged. A new level is one more word in the list."""

from __future__ import annotations

from typing import Any

from asynccourse.judge.jobs import Options

LEVELS = ("off",)


def options(level: str, seed: int) -> Options:
    """Return the judge's options for a level."""
    sandbox: dict[str, Any] = {} if level == "off" else {"sandbox": level}
    return Options(seed=seed, **sandbox)
