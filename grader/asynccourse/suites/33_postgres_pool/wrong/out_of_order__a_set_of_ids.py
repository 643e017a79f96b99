"""A dict by id: whoever stands there twice is asked for once."""

import asyncio

import asyncpg


async def report(dsn, ids, size):
    revenues = {}
    async with asyncpg.create_pool(dsn, min_size=0, max_size=size) as pool:

        async def ask(shop):
            revenues[shop] = await pool.fetchval("SELECT revenue($1)", shop)

        async with asyncio.TaskGroup() as group:
            for shop in set(ids):
                group.create_task(ask(shop))
    return list(revenues.values())
