"""Callers of a cache whose next step must come in a certain turn of the loop."""

from __future__ import annotations

import asyncio
from typing import Any

submission: Any = globals()["submission"]
"""The learner's module, which is there before this is run."""

UNDER_WAY = 20
"""Turns of the loop after which a load has begun."""


async def turns(count: int) -> None:
    """Let the loop turn."""
    for _ in range(count):
        await asyncio.sleep(0)


async def let_pass(seconds: float) -> None:
    """Let so much time go by."""
    await asyncio.sleep(seconds)


async def ask_all(cache: Any, keys: list[str], askers: int) -> list[Any]:
    """Ask for each key so many times, all at once."""
    return await asyncio.gather(*(cache.get(key) for _ in range(askers) for key in keys))


async def waits_at() -> int:
    """Return the innermost line at which a `get` waits, 0 where it isn't known."""
    for task in asyncio.all_tasks():
        awaited: Any = task.get_coro()
        frames = []
        while (frame := getattr(awaited, "cr_frame", None)) is not None:
            if frame.f_code.co_filename == submission.__file__:
                frames.append(frame)
            awaited = awaited.cr_await
        if frames and frames[0].f_code.co_name == "get":
            return int(frames[-1].f_lineno)
    return 0


async def try_again(cache: Any, key: str) -> Any:
    """Ask, and ask again in the same turn in which the error comes."""
    try:
        return await cache.get(key)
    except Exception:
        return await cache.get(key)


async def come_after(cache: Any, key: str, count: int) -> Any:
    """Ask for what the only caller has stopped waiting for, so many turns after that."""
    leaver = asyncio.ensure_future(cache.get(key))
    await turns(UNDER_WAY)
    leaver.cancel()
    await turns(count)
    try:
        return await cache.get(key)
    finally:
        await asyncio.gather(leaver, return_exceptions=True)
