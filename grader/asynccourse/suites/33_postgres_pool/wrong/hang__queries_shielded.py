"""When it is cancelled, it waits for the queries under way to come to their end."""

import asyncio

import asyncpg

REVENUE = "SELECT revenue($1)"


async def report(dsn, ids, size):
    numbered = enumerate(ids)
    revenues = [0] * len(ids)

    async def work():
        connection = await asyncpg.connect(dsn)
        try:
            for number, shop in numbered:
                revenues[number] = await connection.fetchval(REVENUE, shop)
        finally:
            await connection.close()

    workers = [asyncio.create_task(work()) for _ in range(min(size, len(ids)))]
    try:
        await asyncio.shield(asyncio.gather(*workers))
    finally:
        for _ in numbered:
            pass
        await asyncio.gather(*workers, return_exceptions=True)
    return revenues
