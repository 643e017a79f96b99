"""`size` queries, and when all of them have ended the next `size`."""

import asyncio

import asyncpg


async def report(dsn, ids, size):
    revenues = []
    async with asyncpg.create_pool(dsn, min_size=0, max_size=size) as pool:
        for start in range(0, len(ids), size):
            chunk = ids[start : start + size]
            revenues += await asyncio.gather(
                *(pool.fetchval("SELECT revenue($1)", shop) for shop in chunk)
            )
    return revenues
