"""At least two connections, whatever `size` is."""

import asyncio

import asyncpg


async def report(dsn, ids, size):
    async with asyncpg.create_pool(dsn, min_size=2, max_size=size) as pool:
        return await asyncio.gather(*(pool.fetchval("SELECT revenue($1)", shop) for shop in ids))
