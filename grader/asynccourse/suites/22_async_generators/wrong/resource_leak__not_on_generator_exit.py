"""The connection is released after an error and after a cancellation, but not on GeneratorExit."""

import asyncio
import contextlib


async def paginate(fetch_page):
    number = 0
    while (page := await fetch_page(number)) is not None:
        async with contextlib.aclosing(page):
            async for row in page:
                yield row
        number += 1


@contextlib.asynccontextmanager
async def lease(pool):
    connection = await pool.acquire()
    try:
        yield connection
    except (Exception, asyncio.CancelledError):
        await pool.release(connection)
        raise
    else:
        await pool.release(connection)
