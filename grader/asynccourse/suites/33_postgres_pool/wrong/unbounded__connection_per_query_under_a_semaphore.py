"""Never more than `size` at once, but a new connection for each query."""

import asyncio

import asyncpg


async def report(dsn, ids, size):
    semaphore = asyncio.Semaphore(size)

    async def revenue(shop):
        async with semaphore:
            connection = await asyncpg.connect(dsn)
            try:
                return await connection.fetchval("SELECT revenue($1)", shop)
            finally:
                await connection.close()

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(revenue(shop)) for shop in ids]
    return [task.result() for task in tasks]
