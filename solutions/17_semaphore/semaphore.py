"""So many at a time, and no more: the reference solution."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


async def bounded_map(fn: Callable[[T], Awaitable[R]], items: Iterable[T], limit: int) -> list[R]:
    """Return `await fn(item)` for every item, in the order of `items`.

    Up to `limit` calls are in flight at the same time, and `items` is read no more than `limit`
    items ahead of them. If a call fails, or reading `items` does, the error reaches the caller, by
    itself or in an `ExceptionGroup` of nothing else, and no further call starts or goes on: one
    that starts in the very turn of the failure is cancelled.
    """
    free = asyncio.Semaphore(limit)

    async def one(item: T) -> R:
        # The place is given back however the call ends, or the loop below would wait for ever.
        try:
            return await fn(item)
        finally:
            free.release()

    tasks: list[asyncio.Task[R]] = []
    # The group passes errors and cancellation on to the calls in flight, and waits for their end.
    async with asyncio.TaskGroup() as group:
        rest = iter(items)
        while True:
            # The place comes first and the item second. With the semaphore inside `one`, this loop
            # would read all of `items` at once, and hold a task for each.
            await free.acquire()
            try:
                item = next(rest)
            except StopIteration:
                break
            tasks.append(group.create_task(one(item)))
    return [task.result() for task in tasks]
