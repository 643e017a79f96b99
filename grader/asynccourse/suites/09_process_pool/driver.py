"""Sees, on the learner's side, where pools of processes are used, and when they are shut down."""

from __future__ import annotations

import functools
import inspect
import multiprocessing
import os
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.connection import wait as ready
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

unwaited: dict[object, int] = {}
"""The pools that were told to end and that nobody has waited for to the end, each with a line."""

early: list[int] = []
"""The lines of those whose workers still lived when `score_all` ended."""

HERE = os.getpid()
"""This process, which is no worker."""

read_here: list[tuple[int, bool]] = []
"""Where a list was read in this process: the line, and whether in a thread."""


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
    _told_to_end(pool)
    if wait:
        for tell in closing:
            tell()


def _told_to_end(pool: object) -> None:
    over.add(pool)
    used = pools.pop(pool, 0)
    unwaited[pool] = _line() or used


def _waited_for(pool: object, wait: bool = True, **_: object) -> None:
    if wait:
        unwaited.pop(pool, None)


def _nothing(*_: object, **__: object) -> None:
    pass


def _around(
    owner: type,
    name: str,
    before: Callable[..., None],
    after: Callable[..., None] = _nothing,
    *,
    told: bool = True,
) -> None:
    """Have these called before and after a method, with its arguments if they are to be `told`."""
    method = getattr(owner, name)

    @functools.wraps(method)
    def noting(self: object, *args: Any, **kwargs: Any) -> Any:
        more, named = (args, kwargs) if told else ((), {})
        before(self, *more, **named)
        given = method(self, *args, **kwargs)
        after(self, *more, **named)
        return given

    setattr(owner, name, noting)


def _workers_live() -> bool:
    # A process that has ended may not be known to have for a moment; its sentinel tells at once.
    sentinels = [process.sentinel for process in multiprocessing.active_children()]
    return len(ready(sentinels, 0)) < len(sentinels)


def _noting_its_end(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function such that what it gives notes at its end whose workers still live."""

    async def noting(given: Awaitable[Any]) -> Any:
        try:
            return await given
        finally:
            if unwaited and _workers_live():
                early.extend(unwaited.values())

    def noted(*args: Any) -> Any:
        given = function(*args)
        return noting(given) if inspect.isawaitable(given) else given

    return noted


class Watched(list[int]):
    """A list that notes where it is read in this process. What is sent of it is a plain list."""

    def __iter__(self) -> Iterator[int]:
        if os.getpid() == HERE:
            in_thread = threading.current_thread() is not threading.main_thread()
            read_here.append((_line(), in_thread))
        return super().__iter__()

    def __reduce__(self) -> Any:
        return list, (self[:],)


def watch(tell: Callable[[], object]) -> None:
    """From now on, tell of every shutdown that waits for workers."""
    closing.append(tell)
    submission.score_all = _noting_its_end(submission.score_all)


async def score_empty() -> tuple[Any, list[tuple[int, bool]]]:
    """Return what `score_all` gives for a tuple of one empty list, and where that was read here."""
    return await submission.score_all((Watched(),)), read_here


def under_way() -> int:
    """Return how many calls the pools haven't got the result of, where they are known."""
    return sum(len(getattr(pool, "_pending_work_items", ())) for pool in list(pools))


def ended_early() -> list[int]:
    """Return the lines that told a pool to end whose workers outlived `score_all`."""
    return early


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


_around(BaseProcess, "start", _starts, told=False)
_around(ProcessPoolExecutor, "submit", _used, told=False)
_around(ProcessPoolExecutor, "shutdown", _shut_down, _waited_for)
_around(Pool, "__init__", _used, told=False)
_around(Pool, "close", _told_to_end)
_around(Pool, "terminate", _told_to_end, _waited_for)
_around(Pool, "join", _shut_down, _waited_for)
