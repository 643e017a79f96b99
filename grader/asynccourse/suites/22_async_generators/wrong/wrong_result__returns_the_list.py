import contextlib


async def paginate(fetch_page):
    rows = []
    number = 0
    while (page := await fetch_page(number)) is not None:
        async with contextlib.aclosing(page):
            async for row in page:
                rows.append(row)
        number += 1
    return rows


@contextlib.asynccontextmanager
async def lease(pool):
    connection = await pool.acquire()
    try:
        yield connection
    finally:
        await pool.release(connection)
