import asyncio
import contextlib


async def paginate(fetch_page):
    number = 0
    following = asyncio.create_task(fetch_page(0))
    page = None
    try:
        while (page := await following) is not None:
            number += 1
            following = asyncio.create_task(fetch_page(number))
            async with contextlib.aclosing(page):
                async for row in page:
                    yield row
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)


@contextlib.asynccontextmanager
async def lease(pool):
    connection = await pool.acquire()
    try:
        yield connection
    finally:
        await pool.release(connection)
