"""Calls `crawl`, and looks at its tasks and at aiohttp's pools when it ends."""

from __future__ import annotations

import asyncio
import functools
import inspect
from typing import Any

import aiohttp

submission: Any = globals()["submission"]
"""The learner's module, which is there before this is run."""

leftover: list[str] = []

open_pools: list[aiohttp.BaseConnector] = []
"""The pools of connections that were open when the last call ended."""

pools: list[aiohttp.BaseConnector] = []
"""Every pool that was made. Kept, so that what was dropped unclosed is still seen as open."""

make_pool = aiohttp.BaseConnector.__init__


@functools.wraps(make_pool)
def noted(self: aiohttp.BaseConnector, *args: Any, **kwargs: Any) -> None:
    """Make a pool, and note it."""
    make_pool(self, *args, **kwargs)
    pools.append(self)


aiohttp.BaseConnector.__init__ = noted  # type: ignore[method-assign]


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
        open_pools[:] = [pool for pool in pools if not pool.closed]


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


def left_open() -> int:
    """Return how many pools were open in the very step in which the last call ended."""
    return len(open_pools)
