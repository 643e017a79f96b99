"""Each connection has a slice of the ids, whether others are done or not."""

import asyncio

import asyncpg


async def report(dsn, ids, size):
    async def share(slice_):
        connection = await asyncpg.connect(dsn)
        try:
            return [await connection.fetchval("SELECT revenue($1)", shop) for shop in slice_]
        finally:
            await connection.close()

    few = -(-len(ids) // size)
    async with asyncio.TaskGroup() as group:
        slices = [ids[start : start + few] for start in range(0, len(ids), few or 1)]
        shares = [group.create_task(share(slice_)) for slice_ in slices]
    return [revenue for share in shares for revenue in share.result()]
