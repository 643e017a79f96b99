"""Whether a runner and its processes are at rest, or wait for cores: on Linux the kernel says."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from asynccourse.wall.forking import WATCHDOG

LOOKS = 3
"""Looks after the first: threads of the runner's own wake now and then, and for no time at all."""

_AT_WORK = {b"R", b"D"}
"""States of a thread that computes, waits for a core, or waits for the disk."""


def is_at_rest(session: int) -> bool | None:
    """Return whether all threads of a session's processes sleep; None where unknown.

    None may have run between two looks at all of them: one look would miss who hands its work on
    to another that was looked at before. The watchdog may: it wakes a hundred times a second, which
    on a busy machine is between any two looks, and hands on nothing. While it sleeps it keeps none
    of the others from the interpreter either.
    """
    before = _look(session)
    if not before:
        return None
    for _ in range(LOOKS):
        after = _look(session)
        if any(state in _AT_WORK for state, _ in after.values()):
            return False
        if after == before:
            return True
        before = after
    return False


def waited(session: int) -> float:
    """Return for how many seconds that thread of a session's processes has waited for a core so
    far that waited most; 0 where unknown."""
    told = (_said_in(task / "schedstat").split() for task in _tasks(session))
    return max((int(figures[1]) / 1e9 for figures in told if len(figures) > 1), default=0.0)


def _look(session: int) -> dict[Path, tuple[bytes, bytes]]:
    """Return of each thread its state and how often it was given a core; b"" of one that ended."""
    return {task: _seen_of(task) for task in _tasks(session)}


def _seen_of(task: Path) -> tuple[bytes, bytes]:
    # The second field is a name in parentheses, which may hold anything.
    head, _, rest = _said_in(task / "stat").rpartition(b")")
    # Whoever takes the watchdog's name only has its own waits taken for endless ones sooner.
    is_watchdog = head.partition(b"(")[2] == WATCHDOG.encode()
    return rest[1:2], b"" if is_watchdog else _said_in(task / "schedstat")


def _tasks(session: int) -> Iterator[Path]:
    # A machine has many processes, and a glob takes long over them.
    for process in os.scandir("/proc"):
        try:
            if process.name.isdecimal() and os.getsid(int(process.name)) == session:
                yield from Path(process.path, "task").iterdir()
        except OSError:
            continue


def _said_in(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
