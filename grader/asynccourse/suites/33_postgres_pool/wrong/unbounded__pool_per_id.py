"""A pool for each shop."""

import asyncio

import asyncpg


async def revenue(dsn, shop, size):
    async with asyncpg.create_pool(dsn, min_size=1, max_size=size) as pool:
        return await pool.fetchval("SELECT revenue($1)", shop)


async def report(dsn, ids, size):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(revenue(dsn, shop, size)) for shop in ids]
    return [task.result() for task in tasks]
