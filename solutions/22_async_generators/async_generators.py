"""Open, use, close: in time: the reference solution."""

import contextlib
import itertools
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
    for number in itertools.count():
        page = await fetch_page(number)
        if page is None:
            return
        # The generator may stand at its `yield` for ever, or be left there: by GeneratorExit when
        # the caller closes it, by CancelledError when the caller is cancelled while it waits for a
        # row. `aclosing` closes the page on all these ways, and at the end of the page too.
        async with contextlib.aclosing(page):
            async for row in page:
                yield row


@contextlib.asynccontextmanager
async def lease(pool: Pool) -> AsyncIterator[str]:
    """Give a connection of the pool to the `async with` block, and release it after the block."""
    # Outside of the `try`: where `acquire` fails, there is nothing to release.
    connection = await pool.acquire()
    try:
        # An error of the block is raised here, and passes on once the connection is released.
        yield connection
    finally:
        await pool.release(connection)
