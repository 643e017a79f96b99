"""One dict of revenues for all reports, also where two run at once."""

import asyncio

import asyncpg

revenues = {}


async def report(dsn, ids, size):
    revenues.clear()
    async with asyncpg.create_pool(dsn, min_size=0, max_size=size) as pool:

        async def ask(place):
            revenues[place] = await pool.fetchval("SELECT revenue($1)", ids[place])

        await asyncio.gather(*map(ask, range(len(ids))))
    return [revenues[place] for place in range(len(ids))]
