"""Jobs that note the task in which they were cancelled, so that the suite can ask how it ended."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

submission: Any = globals()["submission"]
"""The learner's module, which is there before this is run."""

Job = Callable[[], Coroutine[Any, Any, Any]]

cancelled: list[asyncio.Task[Any]] = []


async def settle(services: list[Callable[[], Awaitable[Any]]]) -> Any:
    """Settle jobs that each call one service."""

    def noting(service: Callable[[], Awaitable[Any]]) -> Job:
        async def job() -> Any:
            try:
                return await service()
            except asyncio.CancelledError:
                if (task := asyncio.current_task()) is not None:
                    cancelled.append(task)
                raise

        return job

    return await submission.settle([noting(service) for service in services])


def caught() -> int:
    """Return how many of those tasks ended in another way than as cancelled."""
    return sum(task.done() and not task.cancelled() for task in cancelled)
