"""A pool, and then one query after the other."""

import asyncpg


async def report(dsn, ids, size):
    async with asyncpg.create_pool(dsn, min_size=0, max_size=size) as pool:
        return [await pool.fetchval("SELECT revenue($1)", shop) for shop in ids]
