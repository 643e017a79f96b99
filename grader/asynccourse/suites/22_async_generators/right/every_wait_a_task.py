"""Each wait is a task of its own, which begins at once where Python can do that (3.12)."""

import asyncio
import contextlib
import sys


async def apart(awaitable):
    async def wait():
        return await awaitable

    loop = asyncio.get_running_loop()
    if sys.version_info >= (3, 12):
        return await asyncio.Task(wait(), loop=loop, eager_start=True)
    return await loop.create_task(wait())


async def paginate(fetch_page):
    number = 0
    while (page := await apart(fetch_page(number))) is not None:
        try:
            while True:
                try:
                    row = await apart(anext(page))
                except StopAsyncIteration:
                    break
                yield row
        finally:
            await apart(page.aclose())
        number += 1


@contextlib.asynccontextmanager
async def lease(pool):
    connection = await apart(pool.acquire())
    try:
        yield connection
    finally:
        await apart(pool.release(connection))
