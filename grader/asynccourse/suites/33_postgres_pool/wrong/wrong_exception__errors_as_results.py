"""Errors become results."""

import asyncio

import asyncpg


async def report(dsn, ids, size):
    async with asyncpg.create_pool(dsn, min_size=0, max_size=size) as pool:
        queries = [pool.fetchval("SELECT revenue($1)", shop) for shop in ids]
        done = await asyncio.gather(*queries, return_exceptions=True)
    return [0 if isinstance(one, Exception) else one for one in done]
