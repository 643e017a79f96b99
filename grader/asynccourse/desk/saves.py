"""Which files are saved, as it happens; where the system can't tell, by looking now and then."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

from watchfiles import awatch

from asynccourse.course.exercise import Exercise

STEP = 10
"""Milliseconds without another change after which a save is told: an editor may write twice."""

TICK = 200
"""Milliseconds between two looks, where we have to look."""

DEAF = {"9p", "cifs", "drvfs", "fuse.sshfs", "nfs", "nfs4", "prl_fs", "smb3", "vboxsf", "virtiofs"}
"""File systems on which the kernel doesn't hear of every change."""


async def saves(folder: Path) -> AsyncIterator[set[Path]]:
    """Yield the Python files below a folder that were saved, whenever some were."""
    polling = True if is_deaf(folder) else None  # None: watchfiles decides, and falls back itself
    changes = awatch(
        folder,
        watch_filter=lambda _change, path: path.endswith(".py"),
        debounce=20 * STEP,
        step=STEP,
        force_polling=polling,
        poll_delay_ms=TICK,
        ignore_permission_denied=True,
    )
    async for batch in changes:
        yield {Path(path) for _change, path in batch}


def saved_of(exercises: Iterable[Exercise], paths: set[Path]) -> list[Exercise]:
    """Return the exercises whose file of the learner's is among those saved."""
    saved = {path.resolve() for path in paths}
    return [exercise for exercise in exercises if exercise.stub.resolve() in saved]


def is_deaf(folder: Path) -> bool:
    """Return whether a folder is on a network or a foreign system's disk."""
    if sys.platform != "linux":
        return False
    try:
        mounts = Path("/proc/self/mounts").read_text("utf-8", "replace")
    except OSError:
        return False
    return kind_of_mount(folder.resolve(), mounts) in DEAF


def kind_of_mount(folder: Path, mounts: str) -> str:
    """Return the type of the file system that a folder is on, by the kernel's table of mounts."""
    found = ("", "")
    for line in mounts.splitlines():
        _, place, kind, *_ = [*line.split(), "", "", ""]
        place = place.replace("\\040", " ")
        if folder.is_relative_to(place or "/") and len(place) >= len(found[0]):
            found = (place, kind)
    return found[1]
