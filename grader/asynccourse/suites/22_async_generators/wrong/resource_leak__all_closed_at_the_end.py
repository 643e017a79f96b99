import contextlib


async def paginate(fetch_page):
    async with contextlib.AsyncExitStack() as stack:
        number = 0
        while (page := await fetch_page(number)) is not None:
            stack.push_async_callback(page.aclose)
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
