"""A loop that wakes every sleeper a little late, and a step that keeps the lists it is given."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

submission: Any = globals()["submission"]
"""The learner's module, which is there before this is run."""


async def run_late(late: float, *args: object) -> Any:
    """Run the world on a loop whose every timer is late by so many seconds."""
    loop = asyncio.get_running_loop()
    in_time = loop.call_at

    def call_at(when: float, *rest: Any, **kwargs: Any) -> asyncio.TimerHandle:
        return in_time(when + late, *rest, **kwargs)

    loop.call_at = call_at  # type: ignore[method-assign,assignment]
    try:
        return await submission.run_world(*args)
    finally:
        loop.call_at = in_time  # type: ignore[method-assign]


async def run_kept(
    hz: float,
    inputs: AsyncIterator[object],
    step: Callable[..., Awaitable[str]],
    broadcast: Callable[..., Awaitable[None]],
) -> list[tuple[list[object], list[object]]]:
    """Run the world; return what was in each step's list as it began, and what is in it now."""
    kept: list[tuple[list[object], list[object]]] = []

    async def keeping(*args: Any, **kwargs: Any) -> str:
        kept.extend((list(one), one) for one in args if isinstance(one, list))
        return await step(*args, **kwargs)

    await submission.run_world(hz, inputs, keeping, broadcast)
    return kept
