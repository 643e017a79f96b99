"""Gives a connection back only after a query that went well."""

import asyncio

import asyncpg

REVENUE = "SELECT revenue($1)"


async def report(dsn, ids, size):
    async with asyncpg.create_pool(dsn, min_size=0, max_size=size) as pool:

        async def one(shop):
            c = await pool.acquire()
            r = await c.fetchval(REVENUE, shop)
            await pool.release(c)
            return r

        return await asyncio.gather(*map(one, ids))
