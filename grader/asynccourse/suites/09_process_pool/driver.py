"""Sees, on the learner's side, where pools of processes are used, and when they are shut down."""

from __future__ import annotations

import functools
import multiprocessing
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.pool import Pool
from multiprocessing.process import BaseProcess
from types import FrameType
from typing import Any
from weakref import WeakSet

submission: Any = globals()["submission"]
"""The learner's module, which is there before this is run."""

pools: dict[object, int] = {}
"""The pools that were used and not shut down, each with the line that used it first."""

over: WeakSet[Any] = WeakSet()
"""Those that were shut down: what a thread still wants of one then is refused, and no use of it."""

lines: list[int] = []
"""All lines that used a pool first."""

at_once: list[int] = []
"""How many worker processes lived with each that was started: one with nothing to do counts too."""

closing: list[Callable[[], object]] = []
"""Called before a shutdown that waits for the workers."""


def _line() -> int:
    """Return the submission's line that is running, 0 without one."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_filename == submission.__file__:
            return frame.f_lineno or 0
        frame = frame.f_back
    return 0


def _used(pool: object) -> None:
    if pool not in pools and pool not in over:
        pools[pool] = _line()
        lines.append(pools[pool])


def _starts(_: BaseProcess) -> None:
    at_once.append(len(multiprocessing.active_children()) + 1)


def _shut_down(pool: object, wait: bool = True, **_: object) -> None:
    _ended(pool)
    if wait:
        for tell in closing:
            tell()


def _ended(pool: object) -> None:
    over.add(pool)
    pools.pop(pool, None)


def _before(owner: type, name: str, note: Callable[..., None], *, told: bool = True) -> None:
    """Have `note` called before a method, with its arguments if they are to be `told`."""
    method = getattr(owner, name)

    @functools.wraps(method)
    def noting(self: object, *args: Any, **kwargs: Any) -> Any:
        if told:
            note(self, *args, **kwargs)
        else:
            note(self)
        return method(self, *args, **kwargs)

    setattr(owner, name, noting)


def watch(tell: Callable[[], object]) -> None:
    """From now on, tell of every shutdown that waits for workers."""
    closing.append(tell)


def lines_of_score() -> list[int]:
    """Return the first and the last line of `score`."""
    code = getattr(getattr(submission, "score", None), "__code__", None)
    if code is None:
        return [0, 0]
    lines = [line for _, _, line in code.co_lines() if line]
    return [min(lines), max(lines)]


def left() -> list[int]:
    """Return for each pool that was used and not shut down the line that used it."""
    return list(pools.values())


def most() -> list[int]:
    """Return the most worker processes that lived at once, the line that used the last pool first,
    and the number of pools."""
    return [max(at_once, default=0), lines[-1] if lines else 0, len(lines)]


def alive() -> list[int]:
    """Return how many worker processes live, and the line that used the last pool first."""
    return [len(multiprocessing.active_children()), lines[-1] if lines else 0]


_before(BaseProcess, "start", _starts, told=False)
_before(ProcessPoolExecutor, "submit", _used, told=False)
_before(ProcessPoolExecutor, "shutdown", _shut_down)
_before(Pool, "__init__", _used, told=False)
_before(Pool, "close", _ended)
_before(Pool, "terminate", _ended)
_before(Pool, "join", _shut_down)
