"""`gather` in the pool: as it closes, the pool waits for the queries that are still under way."""

import asyncio

import asyncpg


async def report(dsn, ids, size):
    async with asyncpg.create_pool(dsn, min_size=1, max_size=size) as pool:

        async def revenue(shop):
            async with pool.acquire() as connection:
                return await connection.fetchval("SELECT revenue($1)", shop)

        return list(await asyncio.gather(*map(revenue, ids)))
