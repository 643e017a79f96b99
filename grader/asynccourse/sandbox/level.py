"""The levels of the sandbox: each confines more than the one before it."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from asynccourse.verdicts.refusal import GraderFault

Level: TypeAlias = Literal["off", "landlock", "strict"]

LEVELS: Final[tuple[Level, ...]] = ("off", "landlock", "strict")

TOLD: Final[dict[Level, str]] = {
    "off": "a session of its own, limits, a clean environment and no new privileges",
    "landlock": "Landlock: no file outside of its own folder can be written, and none read but "
    "Python's and the system's",
    "strict": "namespaces: no network but the judge's services, its own processes, a read-only "
    "system and a private /tmp",
}
"""What each level confines; a stronger one does it on top of the weaker ones."""


class Unconfined(GraderFault):
    """A level that this machine can't give was asked for. One sentence, with what to install."""
