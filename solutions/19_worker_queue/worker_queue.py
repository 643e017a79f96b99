"""A queue between those who bring and those who work: the reference solution."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


async def pipeline(
    source: AsyncIterator[T], fn: Callable[[T], Awaitable[R]], workers: int, size: int
) -> list[R]:
    """Return `await fn(item)` for every item of `source`, in the order of the source.

    Up to `workers` calls are in flight at the same time, and up to `size` items more wait for them;
    when as many wait, `source` isn't asked for the next but one. If a call or the source fails, the
    error reaches the caller, by itself or in an `ExceptionGroup` of nothing else, and nothing more
    is started or goes on: what starts in the very turn of the failure is cancelled.
    """
    # Each item goes with its number, to find its place among the results. A bare None is the end
    # mark: it can't be taken for an item, which is always inside a tuple.
    queue: asyncio.Queue[tuple[int, T] | None] = asyncio.Queue(maxsize=size)
    results: dict[int, R] = {}

    async def produce() -> None:
        number = 0
        async for item in source:
            await queue.put((number, item))  # waits while the queue is full: back-pressure
            number += 1
        for _ in range(workers):
            await queue.put(None)

    async def work() -> None:
        while (entry := await queue.get()) is not None:
            number, item = entry
            results[number] = await fn(item)

    # If one of them fails, the group ends the others: without it, the producer would wait at a full
    # queue that nobody empties any more.
    async with asyncio.TaskGroup() as group:
        group.create_task(produce())
        for _ in range(workers):
            group.create_task(work())
    return [results[number] for number in range(len(results))]
