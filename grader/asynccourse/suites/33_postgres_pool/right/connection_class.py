"""The pool lends connections of a class of its own, which knows the question; opened beforehand."""

import asyncio

import asyncpg


class Books(asyncpg.Connection):
    async def revenue(self, shop):
        row = await self.fetchrow("SELECT revenue($1) AS total", shop)
        return row["total"]


async def report(dsn, ids, size):
    if not ids:
        return []
    few = min(size, len(ids))
    async with asyncpg.create_pool(
        dsn, min_size=few, max_size=few, connection_class=Books, command_timeout=60
    ) as pool:

        async def one(shop):
            async with pool.acquire(timeout=300) as connection:
                return await connection.revenue(shop)

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(shop)) for shop in ids]
        return [task.result() for task in tasks]
