"""The revenues as they come."""

import asyncio

import asyncpg


async def report(dsn, ids, size):
    async with asyncpg.create_pool(dsn, min_size=0, max_size=size) as pool:
        queries = [pool.fetchval("SELECT revenue($1)", shop) for shop in ids]
        return [await query for query in asyncio.as_completed(queries)]
