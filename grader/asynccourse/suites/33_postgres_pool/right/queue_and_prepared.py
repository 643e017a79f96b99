"""All connections open at once, a statement prepared on each, a queue of shops."""

import asyncio

import asyncpg


async def worker(pool, queue, revenues):
    async with pool.acquire() as connection:
        statement = await connection.prepare("select revenue($1::text)")
        while not queue.empty():
            place, shop = queue.get_nowait()
            revenues[place] = await statement.fetchval(shop)


async def report(dsn, ids, size):
    pool = await asyncpg.create_pool(dsn, min_size=size, max_size=size)
    try:
        queue = asyncio.Queue()
        for item in enumerate(ids):
            queue.put_nowait(item)
        revenues = {}
        async with asyncio.TaskGroup() as group:
            for _ in range(size):
                group.create_task(worker(pool, queue, revenues))
        return [revenues[place] for place in range(len(ids))]
    finally:
        await pool.close()
