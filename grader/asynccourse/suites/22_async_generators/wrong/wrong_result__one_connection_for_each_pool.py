"""The connection is noted by its pool: of two leases of one pool both release the later."""

import contextlib


async def paginate(fetch_page):
    number = 0
    while (page := await fetch_page(number)) is not None:
        async with contextlib.aclosing(page):
            async for row in page:
                yield row
        number += 1


leased = {}


@contextlib.asynccontextmanager
async def lease(pool):
    leased[pool] = await pool.acquire()
    try:
        yield leased[pool]
    finally:
        await pool.release(leased[pool])
