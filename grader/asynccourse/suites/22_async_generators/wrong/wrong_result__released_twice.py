import contextlib


async def paginate(fetch_page):
    number = 0
    while (page := await fetch_page(number)) is not None:
        try:
            async for row in page:
                yield row
        finally:
            await page.aclose()
        number += 1


@contextlib.asynccontextmanager
async def lease(pool):
    connection = await pool.acquire()
    try:
        yield connection
        await pool.release(connection)
    finally:
        await pool.release(connection)
