"""A loop that is busy with other things as well, and so wakes every sleeper a little late."""

from __future__ import annotations

import asyncio
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
