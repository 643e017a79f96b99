"""A generator of pages within that of rows, and closed by it."""

import contextlib
import itertools


async def pages(fetch_page):
    for number in itertools.count():
        page = await fetch_page(number)
        if page is None:
            break
        async with contextlib.aclosing(page):
            yield page


async def paginate(fetch_page):
    async with contextlib.aclosing(pages(fetch_page)) as opened:
        async for page in opened:
            async for row in page:
                yield row


@contextlib.asynccontextmanager
async def lease(pool):
    connection = await pool.acquire()
    try:
        yield connection
    finally:
        await pool.release(connection)
