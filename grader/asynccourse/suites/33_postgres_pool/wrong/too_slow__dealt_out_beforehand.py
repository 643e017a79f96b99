"""Each connection has its own share of the ids, whether others are done or not."""

import asyncio

import asyncpg


async def report(dsn, ids, size):
    revenues = [0] * len(ids)

    async def share(first):
        connection = await asyncpg.connect(dsn)
        try:
            for place in range(first, len(ids), size):
                revenues[place] = await connection.fetchval("SELECT revenue($1)", ids[place])
        finally:
            await connection.close()

    async with asyncio.TaskGroup() as group:
        for first in range(min(size, len(ids))):
            group.create_task(share(first))
    return revenues
