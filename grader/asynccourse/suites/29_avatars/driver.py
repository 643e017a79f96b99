"""Calls `download` with a real path, and can make the disk slow."""

from __future__ import annotations

import asyncio
import builtins
import inspect
import io
import itertools
import os
import stat
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from asynccourse.runner import harness
from asynccourse.runner.pools import threads_beside_pools

submission: Any = globals()["submission"]
"""The learner's module, which is there before this is run."""

leftover: list[str] = []

real_open = io.open
real_os_open, real_os_write = os.open, os.write
real_run = asyncio.BaseEventLoop.run_in_executor
real_sleep = time.sleep
real_send = httpx.AsyncClient.send

responses: list[httpx.Response] = []

threads_before = threads_beside_pools()

worker = threading.local()
"""Has `passed` in a thread that has waited for the disk, with all that it does now."""


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
            if goes_on(task)
        ]
    if isinstance(got, list):
        return [str(item) if isinstance(item, os.PathLike) else item for item in got]
    return got


def goes_on(task: asyncio.Task[Any]) -> bool:
    """Return whether a task still runs, and is neither the loop's nor a call of the judge's.

    The loop makes tasks to close generators that nobody has closed; the judge may just be asking
    for something while the download ends.
    """
    coroutine = task.get_coro()
    return (
        not task.done()
        and inspect.iscoroutine(coroutine)
        and coroutine.cr_code.co_filename != harness.__file__
    )


def left() -> list[str]:
    """Return the names of the tasks that the last call left behind when it ended."""
    return leftover


def threads_of_its_own() -> int:
    """Return how many threads the submission has beside those of pools."""
    return threads_beside_pools() - threads_before


class Disk:
    """How long opening and writing take: on the loop's thread seconds, elsewhere what a gate says.

    Neither counts before the test has said so.
    """

    folder = ""
    seconds = 0.0
    gate: Callable[[int], None] | None = None
    numbers = itertools.count()

    def wait(self) -> None:
        """Wait for the disk, once for all that an executor's thread was asked to do."""
        if threading.current_thread() is threading.main_thread():
            real_sleep(self.seconds)
        elif not getattr(worker, "passed", False):
            self.wait_in_thread()

    def wait_in_thread(self) -> None:
        """Wait for the gate."""
        if self.gate is not None:
            self.gate(next(self.numbers))

    def has(self, file: object) -> bool:
        """Return whether this is a path in the folder, or the descriptor of a file on a disk."""
        if isinstance(file, int):
            return stat.S_ISREG(os.fstat(file).st_mode)
        return isinstance(file, str | os.PathLike) and str(file).startswith(self.folder)


the_disk = Disk()


def slow_down(gate: Callable[[int], None]) -> None:
    """Let everything that runs in a thread wait for the disk first, and count what is read.

    In threads that no executor was asked for, that is opening and writing after `make_slow`.
    """
    responses.clear()
    the_disk.gate = gate

    def run(loop: Any, executor: Any, function: Callable[..., Any], *args: Any) -> Any:
        def slowly() -> Any:
            the_disk.wait_in_thread()
            worker.passed = True
            try:
                return function(*args)
            finally:
                worker.passed = False

        return real_run(loop, executor, slowly)

    async def send(client: httpx.AsyncClient, *args: Any, **kwargs: Any) -> httpx.Response:
        response = await real_send(client, *args, **kwargs)
        responses.append(response)
        return response

    asyncio.BaseEventLoop.run_in_executor = run  # type: ignore[method-assign,assignment]
    httpx.AsyncClient.send = send  # type: ignore[method-assign,assignment]


def make_slow(folder: str, seconds: float) -> None:
    """Let opening and writing files in the folder take this long on the loop's thread."""
    the_disk.folder, the_disk.seconds = folder, seconds
    builtins.open = io.open = slow_open
    os.open, os.write = slow_os_open, slow_os_write


class SlowFile(io.FileIO):
    """What a file on the disk is below all buffers."""

    def write(self, data: Any) -> int:
        """Write as the disk does."""
        the_disk.wait()
        return super().write(data) or 0


def slow_open(
    file: Any,
    mode: str = "r",
    buffering: int = -1,
    encoding: str | None = None,
    errors: str | None = None,
    newline: str | None = None,
    closefd: bool = True,
    opener: Any = None,
) -> Any:
    """Do what `open` does, as the disk does."""
    if not the_disk.has(file):
        return real_open(file, mode, buffering, encoding, errors, newline, closefd, opener)
    if not isinstance(file, int):
        the_disk.wait()
    if "b" not in mode or ("r" in mode and "+" not in mode):
        return real_open(file, mode, buffering, encoding, errors, newline, closefd, opener)
    raw = SlowFile(file, mode.replace("b", ""), closefd, opener)
    if buffering == 0:
        return raw
    size = buffering if buffering > 1 else io.DEFAULT_BUFFER_SIZE
    return io.BufferedRandom(raw, size) if "+" in mode else io.BufferedWriter(raw, size)


def slow_os_open(path: Any, flags: int, mode: int = 0o777, **kwargs: Any) -> int:
    """Do what `os.open` does, as the disk does. A folder is opened to be read, as by `rmtree`."""
    if the_disk.has(path) and flags & (os.O_WRONLY | os.O_RDWR):
        the_disk.wait()
    return real_os_open(path, flags, mode, **kwargs)


def slow_os_write(descriptor: int, data: Any) -> int:
    """Do what `os.write` does, as the disk does."""
    if the_disk.has(descriptor):
        the_disk.wait()
    return real_os_write(descriptor, data)


def downloaded() -> int:
    """Return how many bytes of bodies httpx has given out since the last call of `slow_down`."""
    return sum(response.num_bytes_downloaded for response in responses)
