"""Rows that are empty are taken for none."""

import contextlib


async def paginate(fetch_page):
    number = 0
    while (page := await fetch_page(number)) is not None:
        async with contextlib.aclosing(page):
            async for row in page:
                if row:
                    yield row
        number += 1


@contextlib.asynccontextmanager
async def lease(pool):
    connection = await pool.acquire()
    try:
        yield connection
    finally:
        await pool.release(connection)
