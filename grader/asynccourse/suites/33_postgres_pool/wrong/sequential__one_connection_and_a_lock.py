"""asyncpg says that the connection is busy: so a lock is put around it."""

import asyncio

import asyncpg


async def report(dsn, ids, size):
    connection = await asyncpg.connect(dsn)
    lock = asyncio.Lock()

    async def revenue(shop):
        async with lock:
            return await connection.fetchval("SELECT revenue($1)", shop)

    try:
        return list(await asyncio.gather(*map(revenue, ids)))
    finally:
        await connection.close()
