"""`max_size` alone: the pool opens ten connections unless it is told otherwise."""

import asyncio

import asyncpg


async def report(dsn, ids, size):
    async with asyncpg.create_pool(dsn, max_size=size) as pool:
        return await asyncio.gather(*(pool.fetchval("SELECT revenue($1)", shop) for shop in ids))
