"""An exit stack for each page and each connection."""

import contextlib


async def paginate(fetch_page):
    number = 0
    while True:
        async with contextlib.AsyncExitStack() as stack:
            page = await fetch_page(number)
            if page is None:
                return
            stack.push_async_callback(page.aclose)
            async for row in page:
                yield row
        number += 1


@contextlib.asynccontextmanager
async def lease(pool):
    async with contextlib.AsyncExitStack() as stack:
        connection = await pool.acquire()
        stack.push_async_callback(pool.release, connection)
        yield connection
