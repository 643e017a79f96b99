"""`size` is the least, and no bound."""

import asyncio

import asyncpg


async def report(dsn, ids, size):
    async with asyncpg.create_pool(dsn, min_size=size, max_size=size * 2) as pool:
        return await asyncio.gather(*(pool.fetchval("SELECT revenue($1)", shop) for shop in ids))
