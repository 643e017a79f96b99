"""Fetch many things at once: the reference solution."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

Fetch = Callable[[str], Coroutine[Any, Any, str]]


async def fetch_all(fetch: Fetch, keys: Sequence[str]) -> list[str]:
    """Return `await fetch(key)` for every key, in the order of `keys`.

    If a fetch fails, its error reaches the caller, by itself or in an `ExceptionGroup`.
    """
    # A TaskGroup starts each fetch as a task of its own. Should one fail, it cancels the others and
    # waits for their end, so that nothing goes on behind the caller's back; `gather` would not.
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(fetch(key)) for key in keys]
    # A list, because a key may stand there twice: a dict by key would lose one of its tasks.
    return [task.result() for task in tasks]
