"""Calls `download` with a real path, and can make the disk slow."""

from __future__ import annotations

import asyncio
import builtins
import inspect
import io
import itertools
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

submission: Any = globals()["submission"]
"""The learner's module, which is there before this is run."""

leftover: list[str] = []

real_open = io.open
real_run = asyncio.BaseEventLoop.run_in_executor
real_sleep = time.sleep


async def download(urls: list[str], folder: str, limit: int) -> Any:
    """Make one call, and return paths as texts."""
    before = asyncio.all_tasks()
    try:
        got = await submission.download(urls, Path(folder), limit)
    finally:
        # Now, before the loop turns: what is left may be over in a moment, but nobody waits for it.
        leftover[:] = [
            str(getattr(task.get_coro(), "__qualname__", "")).rpartition(".")[2]
            for task in asyncio.all_tasks() - before
            # The loop itself makes tasks, too: to close generators that nobody has closed.
            if not task.done() and inspect.iscoroutine(task.get_coro())
        ]
    if isinstance(got, list):
        return [str(item) if isinstance(item, os.PathLike) else item for item in got]
    return got


def left() -> list[str]:
    """Return the names of the tasks that the last call left behind when it ended."""
    return leftover


def slow_down(disk: Callable[[int], None]) -> None:
    """Let everything that runs in a thread wait for the disk first."""
    numbers = itertools.count()

    def run(loop: Any, executor: Any, function: Callable[..., Any], *args: Any) -> Any:
        def slowly() -> Any:
            disk(next(numbers))
            return function(*args)

        return real_run(loop, executor, slowly)

    asyncio.BaseEventLoop.run_in_executor = run  # type: ignore[method-assign,assignment]


def make_slow(folder: str, seconds: float) -> None:
    """Let opening a file in the folder take this long where it is done on the loop's thread."""

    def slow_open(file: Any, *args: Any, **kwargs: Any) -> Any:
        on_loop = threading.current_thread() is threading.main_thread()
        if on_loop and isinstance(file, str | os.PathLike) and str(file).startswith(folder):
            real_sleep(seconds)
        return real_open(file, *args, **kwargs)

    builtins.open = io.open = slow_open
