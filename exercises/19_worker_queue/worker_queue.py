"""A queue between those who bring and those who work.

`pipeline` works, and has one item under way at a time. Put a queue and workers into it.
"""

import asyncio
import time
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
    # TODO: a producer, a queue of `size` items, and as many workers as `workers` says.
    results = []
    async for item in source:
        results.append(await fn(item))
    return results


async def main() -> None:
    """Show how long nine items take that come every 0.05 s and are worked on for 0.15 s."""

    async def source() -> AsyncIterator[int]:
        for number in range(9):
            await asyncio.sleep(0.05)
            yield number

    async def fn(number: int) -> int:
        await asyncio.sleep(0.15)
        return number * number

    start = time.perf_counter()
    print(await pipeline(source(), fn, workers=3, size=2))
    print(f"{time.perf_counter() - start:.2f} s; with three workers it could take 0.60 s")


if __name__ == "__main__":
    asyncio.run(main())
