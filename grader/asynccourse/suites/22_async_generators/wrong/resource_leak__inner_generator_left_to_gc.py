import contextlib


async def pages(fetch_page):
    number = 0
    while (page := await fetch_page(number)) is not None:
        try:
            yield page
        finally:
            await page.aclose()
        number += 1


async def paginate(fetch_page):
    async for page in pages(fetch_page):
        async for row in page:
            yield row


@contextlib.asynccontextmanager
async def lease(pool):
    connection = await pool.acquire()
    try:
        yield connection
    finally:
        await pool.release(connection)
