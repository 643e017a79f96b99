"""Jobs with something to clean up, and jobs within jobs: made where the submission lives."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import Callable, Coroutine
from typing import Any

submission: Any = globals()["submission"]
"""The learner's module, which is there before this is run."""

Job = Callable[[], Coroutine[Any, Any, Any]]


async def with_clean_up(
    work: Job, clean_up: Job, seconds: float | None, default: object
) -> tuple[Any, int]:
    """Return what `within` gives for a job that cleans up, and how cancelled its caller is then."""

    async def job() -> Any:
        try:
            return await work()
        finally:
            await clean_up()

    result = await submission.within(job, seconds, default)
    task = asyncio.current_task()
    assert task is not None
    return result, task.cancelling()


async def goes_on(work: Job, seconds: float) -> bool:
    """Return whether the caller of `within` is left alone when it goes on past the deadline."""
    with contextlib.suppress(ConnectionError):
        await submission.within(work, seconds, None)
    try:
        await asyncio.sleep(2 * seconds)
    except asyncio.CancelledError:
        return False
    return True


async def waits_at() -> int:
    """Return the innermost line at which `within` waits, 0 where it isn't known."""
    for task in asyncio.all_tasks():
        awaited: Any = task.get_coro()
        lines = []
        while (frame := getattr(awaited, "cr_frame", None)) is not None:
            if frame.f_code.co_filename == submission.__file__:
                lines.append(frame.f_lineno)
            awaited = awaited.cr_await
        if lines:
            return int(lines[-1])
    return 0


async def in_old_wait_for() -> bool:
    """Return whether something waits in `asyncio.wait_for` as it was before Python 3.12."""
    if sys.version_info >= (3, 12):
        return False
    for task in asyncio.all_tasks():
        awaited: Any = task.get_coro()
        while (frame := getattr(awaited, "cr_frame", None)) is not None:
            if frame.f_code is asyncio.wait_for.__code__:
                return True
            awaited = awaited.cr_await
    return False


async def nested(work: Job, inner: float, outer: float) -> Any:
    """Return what `within` gives for a job that uses `within` itself."""

    async def job() -> Any:
        return await submission.within(work, inner, "inner")

    return await submission.within(job, outer, "outer")
