"""One piece of work at a time, and always the latest: it makes the one before pointless."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable


class Latest:
    """Starts work; what was at work before is cancelled, and has ended when the new one begins."""

    def __init__(self) -> None:
        self._task: asyncio.Task[None] | None = None

    def start(self, work: Callable[[], Awaitable[None]]) -> None:
        """Begin as soon as the work before has ended, which is of no interest any more."""
        self._task = asyncio.create_task(_after(self._task, work))

    async def end(self) -> None:
        """Cancel the work, and wait for its end."""
        if self._task is not None:
            await cancelled(self._task)


async def cancelled(task: asyncio.Task[None]) -> None:
    """Cancel a task, and wait for its end."""
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def _after(before: asyncio.Task[None] | None, work: Callable[[], Awaitable[None]]) -> None:
    if before is not None:
        await cancelled(before)
    await work()
