"""No pool: a worker for each connection, which takes the next shop as soon as it can."""

import asyncio

import asyncpg


async def report(dsn, ids, size):
    revenues = [0] * len(ids)
    numbered = enumerate(ids)

    async def work():
        connection = await asyncpg.connect(dsn)
        try:
            for place, shop in numbered:
                row = await connection.fetchrow("SELECT revenue($1) AS revenue", shop)
                revenues[place] = row["revenue"]
        finally:
            await connection.close()

    async with asyncio.TaskGroup() as group:
        for _ in range(min(size, len(ids))):
            group.create_task(work())
    return revenues
