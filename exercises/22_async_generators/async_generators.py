"""Open, use, close: in time.

Both functions work while nothing goes wrong. Make them give what is asked for when it is asked for,
and close what they opened on every way out.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from typing import Protocol, TypeAlias

Page: TypeAlias = AsyncGenerator[str, None]
"""An open page: `async for` gives its rows, and `await page.aclose()` closes it."""


class Pool(Protocol):
    """A pool of connections."""

    async def acquire(self) -> str:
        """Return a connection, which is then nobody else's."""

    async def release(self, connection: str) -> None:
        """Take a connection back."""


async def paginate(
    fetch_page: Callable[[int], Awaitable[Page | None]],
) -> AsyncGenerator[str, None]:
    """Yield the rows of pages 0, 1, 2 and so on, until `await fetch_page(number)` gives None.

    A page is fetched when its first row is asked for. It is closed before the next one is fetched,
    and before this generator ends in any other way: by an error, or closed or cancelled.
    """
    # TODO: give each row when it is asked for, and close the page whatever happens.
    rows = []
    number = 0
    while (page := await fetch_page(number)) is not None:
        async for row in page:
            rows.append(row)
        await page.aclose()
        number += 1
    for row in rows:
        yield row


@contextlib.asynccontextmanager
async def lease(pool: Pool) -> AsyncIterator[str]:
    """Give a connection of the pool to the `async with` block, and release it after the block."""
    # TODO: release the connection whatever happens in the block.
    connection = await pool.acquire()
    yield connection
    await pool.release(connection)


async def main() -> None:
    """Show when the first of ten pages' rows comes, and what is left open."""
    left = {"pages": 0, "connections": 0}

    async def rows(number: int) -> Page:
        left["pages"] += 1
        try:
            for place in range(3):
                yield f"row {place} of page {number}"
        finally:
            left["pages"] -= 1

    async def fetch_page(number: int) -> Page | None:
        await asyncio.sleep(0.1)
        return rows(number) if number < 10 else None

    class DemoPool:
        async def acquire(self) -> str:
            left["connections"] += 1
            return "connection"

        async def release(self, connection: str) -> None:
            left["connections"] -= 1

    start = time.perf_counter()
    async with contextlib.aclosing(paginate(fetch_page)) as report:
        async for row in report:
            print(f"{row} came after {time.perf_counter() - start:.2f} s; 0.10 s is possible")
            break
    with contextlib.suppress(ConnectionError):
        async with lease(DemoPool()):
            raise ConnectionError
    print(f"left open: {left['pages']} pages, {left['connections']} connections")


if __name__ == "__main__":
    asyncio.run(main())
