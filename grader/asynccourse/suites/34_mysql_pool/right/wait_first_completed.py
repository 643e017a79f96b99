"""One loop hands out: it takes a connection from the pool, and waits for the first one back."""

import asyncio
from urllib.parse import parse_qsl, unquote, urlsplit

import aiomysql

REVENUE = "SELECT revenue(%s)"


async def ask(connection, shop):
    cursor = await connection.cursor(aiomysql.SSDictCursor)
    try:
        await cursor.execute(REVENUE, (shop,))
        row = await cursor.fetchone()
        await cursor.fetchone()
        return next(iter(row.values()))
    finally:
        await cursor.close()


class Round:
    def __init__(self, pool):
        self.pool = pool
        self.running = {}
        self.revenues = {}

    async def start(self, number, shop):
        connection = await self.pool.acquire()
        self.running[asyncio.create_task(ask(connection, shop))] = number, connection

    async def collect(self):
        done, _ = await asyncio.wait(self.running, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            number, connection = self.running.pop(task)
            await self.pool.release(connection)
            self.revenues[number] = task.result()

    async def close(self):
        for task in self.running:
            task.cancel()
        await asyncio.gather(*self.running, return_exceptions=True)
        self.pool.terminate()
        await self.pool.wait_closed()


async def report(dsn, ids, size):
    asking = Round(await aiomysql.create_pool(minsize=0, maxsize=size, **settings(dsn)))
    try:
        for number, shop in enumerate(ids):
            if len(asking.running) == size:
                await asking.collect()
            await asking.start(number, shop)
        while asking.running:
            await asking.collect()
    finally:
        await asking.close()
    return [asking.revenues[number] for number in range(len(ids))]


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
