import contextlib


async def paginate(fetch_page):
    held = None
    number = 0
    while (page := await fetch_page(number)) is not None:
        async with contextlib.aclosing(page):
            async for row in page:
                if held is not None:
                    yield held
                held = row
        number += 1
    if held is not None:
        yield held


@contextlib.asynccontextmanager
async def lease(pool):
    connection = await pool.acquire()
    try:
        yield connection
    finally:
        await pool.release(connection)
