import contextlib


async def paginate(fetch_page):
    number = 0
    while (page := await fetch_page(number)) is not None:
        async for row in page:
            yield row
        number += 1


@contextlib.asynccontextmanager
async def lease(pool):
    connection = await pool.acquire()
    try:
        yield connection
    finally:
        await pool.release(connection)
