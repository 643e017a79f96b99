"""A semaphore beside the pool: it isn't needed, and does no harm."""

import asyncio

import asyncpg


class Reporter:
    def __init__(self, pool, size):
        self.pool = pool
        self.semaphore = asyncio.Semaphore(size)

    async def revenue(self, shop):
        async with self.semaphore, self.pool.acquire() as connection:
            await connection.execute("SET statement_timeout = 60000")
            [record] = await connection.fetch("SELECT revenue(shop => $1)", shop)
            return record[0]


async def report(dsn, ids, size):
    async with asyncpg.create_pool(dsn, min_size=1, max_size=size, command_timeout=60) as pool:
        reporter = Reporter(pool, size)
        tasks = [asyncio.create_task(reporter.revenue(shop)) for shop in ids]
        try:
            return await asyncio.gather(*tasks)
        except BaseException:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            raise
