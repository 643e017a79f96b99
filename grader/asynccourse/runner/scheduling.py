"""What Linux says of how threads and processes are given cores.

Elsewhere nothing is known: no threads, no children, and no figures. A submission can't change what
is asked here, which takes its names before one is loaded.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar

from asynccourse.runner.clock import real

PROMPT = 0.001
"""Seconds within which figures are of one moment; a thread may lose its core or the GIL."""

TRIES = 3
"""How often they are asked for at most."""

T = TypeVar("T")

_open, _read, _pread, _close, _listdir = os.open, os.read, os.pread, os.close, os.listdir


class OnCores:
    """The scheduling figures of one thread of this process, kept open: they are asked often."""

    def __init__(self, thread: int) -> None:
        self._file = _open_or_none(figures_of(thread))

    @property
    def known(self) -> bool:
        """Whether the system tells them."""
        return self._file is not None

    def waited(self) -> float:
        """Return the seconds that the thread has spent waiting for a core so far; 0 if unknown."""
        return self._figures()[1]

    def taken(self) -> float:
        """Return the seconds that it has spent on a core or waiting for one so far."""
        return sum(self._figures())

    def _figures(self) -> tuple[float, float]:
        return (0.0, 0.0) if self._file is None else _seconds(_pread(self._file, 96, 0))


def of_one_moment(ask: Callable[[], T]) -> T:
    """Return the figures that `ask` returns; where that took long, they are asked for again."""
    for _ in range(TRIES):
        began = real()
        figures = ask()
        if real() - began < PROMPT:
            break
    return figures


def threads() -> set[int]:
    """Return the ids of this process's threads."""
    try:
        return set(map(int, _listdir("/proc/self/task")))
    except OSError:
        return set()


def figures_of(thread: int) -> str:
    """Return where the scheduling figures of a thread of this process stand."""
    return f"/proc/self/task/{thread}/schedstat"


def scheduled(path: str) -> tuple[float, float]:
    """Return the seconds on a core, and of waiting for one, that these scheduling figures tell of;
    0 without."""
    return _seconds(_said_in(path, 96))


def _seconds(said: bytes) -> tuple[float, float]:
    figures = said.split()
    return (int(figures[0]) / 1e9, int(figures[1]) / 1e9) if len(figures) > 1 else (0.0, 0.0)


def children_delays(thread: int) -> dict[int, float]:
    """Return the seconds that each child process of a thread has waited for a core."""
    pids = [int(pid) for pid in _said_in(f"/proc/self/task/{thread}/children", 4096).split()]
    return {pid: scheduled(f"/proc/{pid}/schedstat")[1] for pid in pids}


def is_runnable(pid: int) -> bool:
    """Return whether a process computes, or would if it had a core; False where unknown."""
    # The second field is a name in parentheses, which may hold anything.
    return _said_in(f"/proc/{pid}/stat", 512).rpartition(b")")[2].split()[:1] == [b"R"]


def _said_in(path: str, most: int) -> bytes:
    """Return what a file of the system's holds, up to `most` bytes; nothing where there is none,
    or of what ends while it is asked."""
    file = _open_or_none(path)
    if file is None:
        return b""
    try:
        return _read(file, most)
    except OSError:
        return b""
    finally:
        _close(file)


def _open_or_none(path: str) -> int | None:
    """Return a descriptor of a file of the system's; None where there is none."""
    try:
        return _open(path, os.O_RDONLY)
    except OSError:
        return None
