import contextlib


async def paginate(fetch_page):
    rows = []
    number = 0
    while (page := await fetch_page(number)) is not None:
        try:
            rows.extend([row async for row in page])
        finally:
            await page.aclose()
        number += 1
    for row in rows:
        yield row


@contextlib.asynccontextmanager
async def lease(pool):
    connection = await pool.acquire()
    try:
        yield connection
    finally:
        await pool.release(connection)
