"""No task waits for another: each query that ends starts the next one on its connection."""

import asyncio
from functools import partial
from urllib.parse import parse_qsl, unquote, urlsplit

import aiomysql

REVENUE = "SELECT revenue(%s)"


async def ask(connection, shop):
    async with connection.cursor() as cursor:
        await cursor.execute(REVENUE, (shop,))
        return (await cursor.fetchone())[0]


class Run:
    def __init__(self, ids):
        self.rest = enumerate(ids)
        self.revenues = [0] * len(ids)
        self.running = set()
        self.ended = asyncio.get_running_loop().create_future()

    def follow(self, connection):
        number, shop = next(self.rest, (None, ""))
        if number is not None:
            task = asyncio.ensure_future(ask(connection, shop))
            self.running.add(task)
            task.add_done_callback(partial(self.one_ended, connection, number))
        elif not self.running and not self.ended.done():
            self.ended.set_result(self.revenues)

    def one_ended(self, connection, number, task):
        self.running.discard(task)
        if self.ended.done() or task.cancelled():
            return
        if error := task.exception():
            self.ended.set_exception(error)
            return
        self.revenues[number] = task.result()
        self.follow(connection)

    async def stop(self):
        self.ended.cancel()
        for task in self.running:
            task.cancel()
        await asyncio.gather(*self.running, return_exceptions=True)


async def report(dsn, ids, size):
    run = Run(ids)
    connections = []
    try:
        for _ in range(min(size, len(ids))):
            connections.append(await aiomysql.connect(**settings(dsn)))
            run.follow(connections[-1])
        return await run.ended if connections else []
    finally:
        await run.stop()
        for connection in connections:
            await connection.ensure_closed()


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
