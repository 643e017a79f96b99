"""Fetch many things at once: the reference solution."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence


async def fetch_all(fetch: Callable[[str], Awaitable[str]], keys: Sequence[str]) -> list[str]:
    """Return `await fetch(key)` for every key, in the order of `keys`.

    If a fetch fails, its error reaches the caller.
    """
    # A TaskGroup starts each fetch as a task of its own. Should one fail, it cancels the others and
    # waits for their end, so that nothing goes on behind the caller's back; `gather` would not.
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(_one(fetch, key)) for key in keys]
    except BaseExceptionGroup as failures:
        # The caller asked for a list, not for a group: give it the error that came first.
        raise failures.exceptions[0] from None
    return [task.result() for task in tasks]


async def _one(fetch: Callable[[str], Awaitable[str]], key: str) -> str:
    """Await one fetch: a task needs a coroutine, and `fetch` may return any awaitable."""
    return await fetch(key)
