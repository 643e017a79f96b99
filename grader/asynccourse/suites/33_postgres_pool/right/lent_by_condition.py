"""Its own lender: a stack of connections behind a Condition, opened only while none is free."""

import asyncio
from contextlib import asynccontextmanager

import asyncpg

REVENUE = "SELECT revenue($1)"


class Lender:
    def __init__(self, dsn, size):
        self.dsn = dsn
        self.to_open = size
        self.free = []
        self.changed = asyncio.Condition()

    @asynccontextmanager
    async def lent(self):
        connection = await self.take()
        try:
            yield connection
        finally:
            await self.give_back(connection)

    async def take(self):
        async with self.changed:
            await self.changed.wait_for(lambda: self.free or self.to_open)
            if self.free:
                return self.free.pop()
            self.to_open -= 1
        try:
            return await asyncpg.connect(self.dsn)
        except BaseException:
            self.to_open += 1
            raise

    async def give_back(self, connection):
        async with self.changed:
            self.free.append(connection)
            self.changed.notify()

    async def close(self):
        await asyncio.gather(*(connection.close() for connection in self.free))


async def report(dsn, ids, size):
    lender = Lender(dsn, size)

    async def one(shop):
        async with lender.lent() as connection:
            return await connection.fetchval(REVENUE, shop)

    tasks = [asyncio.create_task(one(shop)) for shop in ids]
    try:
        return [await task for task in tasks]
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await lender.close()
