"""One connection is taken out of the pool, and all queries go over it."""

import asyncpg


async def report(dsn, ids, size):
    async with asyncpg.create_pool(dsn, min_size=1, max_size=size) as pool:
        async with pool.acquire() as connection:
            return [await connection.fetchval("SELECT revenue($1)", shop) for shop in ids]
