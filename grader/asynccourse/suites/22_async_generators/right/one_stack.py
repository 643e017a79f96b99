"""One exit stack for all pages, emptied after each; the lease is a function that gives a class."""

import contextlib


async def paginate(fetch_page):
    async with contextlib.AsyncExitStack() as opened:
        number = 0
        while page := await fetch_page(number):
            await opened.enter_async_context(contextlib.aclosing(page))
            async for row in page:
                yield row
            await opened.aclose()
            number += 1


def lease(pool):
    class Lease(contextlib.AsyncExitStack):
        async def __aenter__(self):
            await super().__aenter__()
            connection = await pool.acquire()
            self.push_async_callback(pool.release, connection)
            return connection

    return Lease()
