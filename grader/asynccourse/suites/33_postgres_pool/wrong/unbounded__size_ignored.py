"""The pool as it is by default: ten connections."""

import asyncio

import asyncpg


async def report(dsn, ids, size):
    async with asyncpg.create_pool(dsn) as pool:
        return await asyncio.gather(*(pool.fetchval("SELECT revenue($1)", shop) for shop in ids))
