"""When it is cancelled, it gives what it has."""

import asyncio

import asyncpg


async def report(dsn, ids, size):
    revenues = [0] * len(ids)
    async with asyncpg.create_pool(dsn, min_size=0, max_size=size) as pool:

        async def ask(place, shop):
            revenues[place] = await pool.fetchval("SELECT revenue($1)", shop)

        try:
            async with asyncio.TaskGroup() as group:
                for place, shop in enumerate(ids):
                    group.create_task(ask(place, shop))
        except asyncio.CancelledError:
            pass
    return revenues
