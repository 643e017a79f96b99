"""Its own lender: a stack of connections behind a Condition, opened only while none is free."""

import asyncio
from contextlib import asynccontextmanager
from urllib.parse import parse_qsl, unquote, urlsplit

import aiomysql

REVENUE = "SELECT revenue(%s)"


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
            async with self.changed:
                self.free.append(connection)
                self.changed.notify()

    async def take(self):
        async with self.changed:
            await self.changed.wait_for(lambda: self.free or self.to_open)
            if self.free:
                return self.free.pop()
            self.to_open -= 1
        return await aiomysql.connect(**settings(self.dsn))

    async def close(self):
        await asyncio.gather(*(connection.ensure_closed() for connection in self.free))


async def report(dsn, ids, size):
    lender = Lender(dsn, size)

    async def one(shop):
        async with lender.lent() as connection:
            cursor = await connection.cursor()
            await cursor.execute(REVENUE, (shop,))
            [[revenue]] = await cursor.fetchmany(1)
            return revenue

    tasks = [asyncio.create_task(one(shop)) for shop in ids]
    try:
        return [await task for task in tasks]
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await lender.close()


def settings(dsn):
    url = urlsplit(dsn)
    return {
        "host": url.hostname or "localhost",
        "port": url.port or 3306,
        "user": unquote(url.username or ""),
        "password": unquote(url.password or ""),
        "db": url.path.strip("/"),
        "autocommit": True,
        **dict(parse_qsl(url.query)),
    }
