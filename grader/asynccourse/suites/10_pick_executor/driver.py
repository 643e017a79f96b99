"""Sees, on the learner's side, where work is handed to pools, and when these are shut down."""

from __future__ import annotations

import asyncio
import functools
import multiprocessing
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing.pool import Pool
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

closing: list[Callable[[], object]] = []
"""Called before a shutdown that waits for the workers."""


handed: dict[str, int] = {}
"""The functions that were handed to a pool, by name, each with the line that did it."""


def _line() -> int:
    """Return the submission's line that is running, or made what is running; 0 without one."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_filename == submission.__file__:
            return frame.f_lineno or 0
        frame = frame.f_back
    try:
        task = asyncio.current_task()
    except RuntimeError:
        return 0
    origin = getattr(task.get_coro(), "cr_origin", None) if task is not None else None
    return next((line for name, line, _ in origin or () if name == submission.__file__), 0)


def _name(work: Any) -> str:
    """Return what a function is called that may be wrapped, as by `asyncio.to_thread`."""
    while isinstance(work, functools.partial):
        work = work.args[0] if work.args else work.func
    return str(getattr(work, "__name__", type(work).__name__))


def _handed(_pool: object, work: object = None, *_: object, **__: object) -> None:
    handed.setdefault(_name(work), _line())


def _used(pool: object) -> None:
    if pool not in pools and pool not in over:
        pools[pool] = _line()
        lines.append(pools[pool])


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


def line_of(job: str) -> int:
    """Return the line that handed a job to a pool, by itself or in a lambda; 0 without one."""
    return handed.get(job) or handed.get("<lambda>", 0)


def left() -> list[int]:
    """Return for each pool that was used and not shut down the line that used it."""
    return list(pools.values())


def alive() -> list[int]:
    """Return how many worker processes live, and the line that used the last pool first."""
    return [len(multiprocessing.active_children()), lines[-1] if lines else 0]


_before(ThreadPoolExecutor, "submit", _handed)
_before(ProcessPoolExecutor, "submit", _handed)
_before(ProcessPoolExecutor, "submit", _used, told=False)
_before(ProcessPoolExecutor, "shutdown", _shut_down)
_before(Pool, "__init__", _used, told=False)
_before(Pool, "close", _ended)
_before(Pool, "terminate", _ended)
_before(Pool, "join", _shut_down)
