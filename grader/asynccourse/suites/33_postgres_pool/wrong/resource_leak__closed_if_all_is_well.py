"""The pool is closed where nothing went wrong."""

import asyncio

import asyncpg


async def report(dsn, ids, size):
    pool = await asyncpg.create_pool(dsn, min_size=0, max_size=size)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(pool.fetchval("SELECT revenue($1)", shop)) for shop in ids]
    await pool.close()
    return [task.result() for task in tasks]
