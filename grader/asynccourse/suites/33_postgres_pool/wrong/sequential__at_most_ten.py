"""Ten connections at most, whatever `size` says."""

import asyncio

import asyncpg


async def report(dsn, ids, size):
    async with asyncpg.create_pool(dsn, min_size=0, max_size=min(size, 10)) as pool:
        return await asyncio.gather(*(pool.fetchval("SELECT revenue($1)", shop) for shop in ids))
