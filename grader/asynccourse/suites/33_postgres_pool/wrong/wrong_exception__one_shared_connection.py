"""All queries at once, over one connection."""

import asyncio

import asyncpg


async def report(dsn, ids, size):
    connection = await asyncpg.connect(dsn)
    try:
        return await asyncio.gather(
            *(connection.fetchval("SELECT revenue($1)", shop) for shop in ids)
        )
    finally:
        await connection.close()
