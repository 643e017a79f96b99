"""Whether a runner and its processes are at work: on Linux the kernel says of every thread."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

_AT_WORK = {b"R", b"D"}
"""States of a thread that computes, waits for a core, or waits for the disk."""


def is_working(session: int) -> bool:
    """Return whether any thread of a session's processes is at work; False where unknown."""
    return any(_state(task) in _AT_WORK for task in _tasks(session))


def _tasks(session: int) -> Iterator[Path]:
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if os.getsid(int(process.name)) == session:
                yield from (process / "task").iterdir()
        except OSError:
            continue


def _state(task: Path) -> bytes:
    """Return a thread's state, b"" if it has ended meanwhile."""
    try:
        # The second field is a name in parentheses, which may hold anything.
        return (task / "stat").read_bytes().rpartition(b")")[2].split()[0]
    except (OSError, IndexError):
        return b""
