"""So many at a time, and no more.

`bounded_map` works, and makes one call at a time. Make it keep `limit` calls in flight.
"""

import asyncio
import time
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
    # TODO: as long as there are items left, `limit` calls should be in flight.
    results = []
    for item in items:
        results.append(await fn(item))
    return results


async def main() -> None:
    """Show how long three long calls and six short ones take."""

    async def fn(seconds: float) -> str:
        await asyncio.sleep(seconds)
        return f"{seconds} s"

    start = time.perf_counter()
    print(await bounded_map(fn, [0.3, 0.05, 0.05, 0.3, 0.05, 0.05, 0.3, 0.05, 0.05], 3))
    print(f"{time.perf_counter() - start:.2f} s; three at a time could take 0.45 s")


if __name__ == "__main__":
    asyncio.run(main())
