"""Sees, on the learner's side, threads and processes being started, and sleeps; and cancels."""

from __future__ import annotations

import asyncio
import sys
from types import FrameType
from typing import Any

submission: Any = globals()["submission"]
"""The learner's module, which is there before this is run."""

STARTS = {
    "_thread.start_new_thread": "thread",
    "_thread.start_joinable_thread": "thread",
    "os.fork": "process",
    "os.forkpty": "process",
    "os.posix_spawn": "process",
    "subprocess.Popen": "process",
}
"""The interpreter's own events for what starts one."""

started: list[tuple[str, int]] = []
asleep: list[tuple[float, int]] = []

_sleep = asyncio.sleep


def _note(event: str, args: tuple[Any, ...]) -> None:
    """Note what is about to be started, and where from; and don't let it."""
    kind = STARTS.get(event)
    if kind is None:
        return
    owner = getattr(args[0], "__self__", None) if args else None
    if type(owner).__module__ == "concurrent.futures.process":
        kind = "process"  # the thread that a pool of processes begins with
    started.append((kind, _line()))
    raise RuntimeError(f"this exercise is to be solved without another {kind}")


def _line() -> int:
    """Return the submission's line that is running, 0 without one."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_filename == submission.__file__:
            return frame.f_lineno or 0
        frame = frame.f_back
    return 0


def seen() -> list[tuple[str, int]]:
    """Return what was about to be started: a thread or a process, and the line."""
    return started


def slept() -> tuple[float, int]:
    """Return the seconds for which it wanted to sleep, and the line that did so first."""
    return sum(seconds for seconds, _ in asleep), next((line for _, line in asleep), 0)


def cut_sleeps() -> None:
    """From now on, make every sleep as short as it can be, and add up what was asked for."""

    async def sleep(delay: float, result: object = None) -> object:
        if delay > 0:
            asleep.append((delay, _line()))
        return await _sleep(0, result)

    sleep.__qualname__ = "sleep"  # as it is called where it wasn't awaited
    for module in (asyncio, submission):
        for name, value in list(vars(module).items()):
            if value is _sleep:
                setattr(module, name, sleep)


async def count_together(limits: list[int]) -> list[object]:
    """Count up to several limits in tasks that take turns from the first step on."""
    counts: list[object] = await asyncio.gather(*map(submission.count_primes, limits))
    return counts


async def cancel_amidst(limit: int) -> str:
    """Cancel a count that has begun, and return how it ended."""
    task = asyncio.ensure_future(submission.count_primes(limit))
    for _ in range(3):
        await _sleep(0)
    if task.done():
        return "done before"
    task.cancel()
    await asyncio.wait([task])
    if task.cancelled():
        return "cancelled"
    error = task.exception()
    return f"returned {task.result()!r}" if error is None else f"raised {error!r}"


sys.addaudithook(_note)
