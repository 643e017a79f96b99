"""`gather`, with the other queries cancelled and waited for where one fails."""

import asyncio

import asyncpg


async def report(dsn, ids, size):
    async with asyncpg.create_pool(dsn, min_size=1, max_size=size) as pool:

        async def revenue(shop):
            async with pool.acquire() as connection:
                return await connection.fetchval("SELECT revenue($1)", shop)

        tasks = [asyncio.create_task(revenue(shop)) for shop in ids]
        try:
            return list(await asyncio.gather(*tasks))
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
