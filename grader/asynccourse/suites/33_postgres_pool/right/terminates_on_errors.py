"""Closes the pool, or terminates it when something went wrong."""

import asyncio

import asyncpg

REVENUE = "SELECT revenue($1)"


async def report(dsn, ids, size):
    pool = await asyncpg.create_pool(dsn, min_size=1, max_size=size)
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(pool.fetchval(REVENUE, shop)) for shop in ids]
    except BaseException:
        pool.terminate()
        raise
    await pool.close()
    return [task.result() for task in tasks]
