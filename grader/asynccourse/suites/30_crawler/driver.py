"""Calls `crawl`, and looks at its tasks when it ends."""

from __future__ import annotations

import asyncio
import inspect
from typing import Any

submission: Any = globals()["submission"]
"""The learner's module, which is there before this is run."""

leftover: list[str] = []


async def crawl(root: str, limit: int) -> Any:
    """Make one call."""
    before = asyncio.all_tasks()
    try:
        return await submission.crawl(root, limit)
    finally:
        # Now, before the loop turns: a closed session may end them in a moment.
        leftover[:] = [
            str(getattr(task.get_coro(), "__qualname__", "")).rpartition(".")[2]
            for task in asyncio.all_tasks() - before
            if goes_on(task)
        ]


def goes_on(task: asyncio.Task[Any]) -> bool:
    """Return whether a task runs the learner's code, and nobody has told it to end."""
    coroutine = task.get_coro()
    return (
        not task.done()
        and not task.cancelling()
        and inspect.iscoroutine(coroutine)
        and coroutine.cr_code.co_filename == submission.__file__
    )


def left() -> list[str]:
    """Return the names of the tasks that went on when the last call ended."""
    return leftover
