"""A connection of its own to see whether the database is there, kept beside the pool."""

import asyncio

import asyncpg


async def report(dsn, ids, size):
    first = await asyncpg.connect(dsn)
    await first.execute("SELECT 1")
    try:
        async with asyncpg.create_pool(dsn, min_size=0, max_size=size) as pool:
            return await asyncio.gather(
                *(pool.fetchval("SELECT revenue($1)", shop) for shop in ids)
            )
    finally:
        await first.close()
