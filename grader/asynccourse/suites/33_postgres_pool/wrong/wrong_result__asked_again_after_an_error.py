"""A query that has failed is tried once more."""

import asyncio

import asyncpg


async def report(dsn, ids, size):
    async with asyncpg.create_pool(dsn, min_size=0, max_size=size) as pool:

        async def revenue(shop):
            try:
                return await pool.fetchval("SELECT revenue($1)", shop)
            except asyncpg.PostgresError:
                return await pool.fetchval("SELECT revenue($1)", shop)

        return await asyncio.gather(*map(revenue, ids))
