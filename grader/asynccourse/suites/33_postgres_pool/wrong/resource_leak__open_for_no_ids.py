"""Returns early, with the pool open."""

import asyncio

import asyncpg


async def report(dsn, ids, size):
    pool = await asyncpg.create_pool(dsn, min_size=1, max_size=size)
    if not ids:
        return []
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(pool.fetchval("SELECT revenue($1)", shop)) for shop in ids]
        return [task.result() for task in tasks]
    finally:
        await pool.close()
