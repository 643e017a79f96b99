"""A pool of one's own: a queue of connections, opened before the first query."""

import asyncio
from contextlib import AsyncExitStack

import asyncpg


async def report(dsn, ids, size):
    async with AsyncExitStack() as stack:
        free = asyncio.LifoQueue()
        for _ in range(min(size, len(ids))):
            connection = await asyncpg.connect(dsn=dsn)
            stack.push_async_callback(connection.close)
            free.put_nowait(connection)

        async def revenue(shop):
            connection = await free.get()
            try:
                async with connection.transaction(readonly=True):
                    return await connection.fetchval("SELECT revenue($1)", shop)
            finally:
                free.put_nowait(connection)

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(revenue(shop)) for shop in ids]
        return [task.result() for task in tasks]
