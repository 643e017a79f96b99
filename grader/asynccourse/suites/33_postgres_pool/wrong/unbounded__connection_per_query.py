"""Each query opens a connection of its own, all at once."""

import asyncio

import asyncpg


async def revenue(dsn, shop):
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval("SELECT revenue($1)", shop)
    finally:
        await connection.close()


async def report(dsn, ids, size):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(revenue(dsn, shop)) for shop in ids]
    return [task.result() for task in tasks]
