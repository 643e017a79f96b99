"""The revenues as they come: each query appends its own."""

import asyncio

import asyncpg


async def report(dsn, ids, size):
    revenues = []
    async with asyncpg.create_pool(dsn, min_size=0, max_size=size) as pool:

        async def ask(shop):
            revenues.append(await pool.fetchval("SELECT revenue($1)", shop))

        async with asyncio.TaskGroup() as group:
            for shop in ids:
                group.create_task(ask(shop))
    return revenues
