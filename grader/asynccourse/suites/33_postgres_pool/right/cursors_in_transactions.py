"""A read-only transaction and a cursor for each query, on connections that workers hold."""

import asyncio

import asyncpg

REVENUE = "SELECT revenue($1)"


async def report(dsn, ids, size):
    numbered = enumerate(ids)
    revenues = {}

    async def work(pool):
        async with pool.acquire() as connection:
            for number, shop in numbered:
                async with connection.transaction(readonly=True):
                    async for row in connection.cursor(REVENUE, shop):
                        revenues[number] = row[0]

    async with (
        asyncpg.create_pool(dsn, min_size=0, max_size=size) as pool,
        asyncio.TaskGroup() as group,
    ):
        for _ in range(min(size, len(ids))):
            group.create_task(work(pool))
    return [revenues[number] for number in range(len(ids))]
