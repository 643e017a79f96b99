import contextlib


async def paginate(fetch_page):
    number = 0
    rows = 1
    while rows and (page := await fetch_page(number)) is not None:
        rows = 0
        async with contextlib.aclosing(page):
            async for row in page:
                rows += 1
                yield row
        number += 1


@contextlib.asynccontextmanager
async def lease(pool):
    connection = await pool.acquire()
    try:
        yield connection
    finally:
        await pool.release(connection)
