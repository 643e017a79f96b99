"""Each query holds one connection and waits for a second one."""

import asyncio

import asyncpg


async def report(dsn, ids, size):
    async with asyncpg.create_pool(dsn, min_size=0, max_size=size) as pool:

        async def revenue(shop):
            async with pool.acquire() as connection:
                await connection.execute("SET application_name = 'report'")
                return await pool.fetchval("SELECT revenue($1)", shop)

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(revenue(shop)) for shop in ids]
    return [task.result() for task in tasks]
