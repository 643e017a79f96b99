"""Its workers take the ids out of the caller's own list, which has to be one."""

import asyncio

import asyncpg


async def report(dsn, ids, size):
    revenues = [0] * len(ids)
    async with asyncpg.create_pool(dsn, min_size=0, max_size=size) as pool:

        async def work():
            while ids:
                shop = ids.pop()
                place = len(ids)
                revenues[place] = await pool.fetchval("SELECT revenue($1)", shop)

        async with asyncio.TaskGroup() as group:
            for _ in range(size):
                group.create_task(work())
    return revenues
