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

import httpx

submission: Any = globals()["submission"]
"""The learner's module, which is there before this is run."""

leftover: list[str] = []

real_open = io.open
real_run = asyncio.BaseEventLoop.run_in_executor
real_sleep = time.sleep
real_send = httpx.AsyncClient.send

responses: list[httpx.Response] = []


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
    """Let everything that runs in a thread wait for the disk first, and count what is read."""
    numbers = itertools.count()
    responses.clear()

    def run(loop: Any, executor: Any, function: Callable[..., Any], *args: Any) -> Any:
        def slowly() -> Any:
            disk(next(numbers))
            return function(*args)

        return real_run(loop, executor, slowly)

    async def send(client: httpx.AsyncClient, *args: Any, **kwargs: Any) -> httpx.Response:
        response = await real_send(client, *args, **kwargs)
        responses.append(response)
        return response

    asyncio.BaseEventLoop.run_in_executor = run  # type: ignore[method-assign,assignment]
    httpx.AsyncClient.send = send  # type: ignore[method-assign,assignment]


def make_slow(folder: str, seconds: float) -> None:
    """Let opening and writing files in the folder take this long on the loop's thread."""

    def on_loop() -> None:
        if threading.current_thread() is threading.main_thread():
            real_sleep(seconds)

    class SlowFile(io.FileIO):
        """What a file on the disk is below all buffers."""

        def write(self, data: Any) -> int:
            on_loop()
            return super().write(data) or 0

    def slow_open(file: Any, mode: str = "r", buffering: int = -1, **kwargs: Any) -> Any:
        if not (isinstance(file, str | os.PathLike) and str(file).startswith(folder)):
            return real_open(file, mode, buffering, **kwargs)
        on_loop()
        if "b" not in mode or "+" in mode or "r" in mode:
            return real_open(file, mode, buffering, **kwargs)
        raw = SlowFile(file, mode.replace("b", ""), opener=kwargs.get("opener"))
        return raw if buffering == 0 else io.BufferedWriter(raw)

    builtins.open = io.open = slow_open  # type: ignore[assignment]


def downloaded() -> int:
    """Return how many bytes of bodies httpx has given out since the last call of `slow_down`."""
    return sum(response.num_bytes_downloaded for response in responses)
