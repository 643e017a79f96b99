"""Uses a limiter as a program would: `async with` around a job, in a task for each."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from typing import Any

Limiter = AbstractAsyncContextManager[Any]
Job = Callable[[str], Coroutine[Any, Any, Any]]


async def pause(seconds: float) -> None:
    """Let time pass."""
    await asyncio.sleep(seconds)


async def visit(limiter: Limiter, job: Job, name: str) -> Any:
    """Do one job in the limiter."""
    async with limiter:
        return await job(name)


async def visits(limiter: Limiter, job: Job, plan: list[tuple[float, str]]) -> list[Any]:
    """Start a task for each (pause, name) of the plan, after its pause; wait for all."""
    tasks = []
    try:
        for pause, name in plan:
            if pause:
                await asyncio.sleep(pause)
            tasks.append(asyncio.create_task(visit(limiter, job, name)))
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
