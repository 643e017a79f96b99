"""An awaitable class: workers settle a future for each id; these are awaited in their order."""

import asyncio
from urllib.parse import parse_qsl, unquote, urlsplit

import aiomysql

REVENUE = "SELECT revenue(%s)"


class report:
    def __init__(self, dsn, ids, size):
        self.dsn = dsn
        self.ids = list(ids)
        self.size = min(size, len(self.ids))

    def __await__(self):
        return self.run().__await__()

    async def run(self):
        loop = asyncio.get_running_loop()
        promises = [loop.create_future() for _ in self.ids]
        todo = list(zip(self.ids, promises, strict=True))[::-1]
        workers = [asyncio.create_task(self.work(todo)) for _ in range(self.size)]
        try:
            return [await promise for promise in promises]
        finally:
            for task in (*promises, *workers):
                task.cancel()
            await asyncio.gather(*promises, *workers, return_exceptions=True)

    async def work(self, todo):
        connection = await aiomysql.connect(**settings(self.dsn))
        try:
            cursor = await connection.cursor()
            while todo:
                shop, promise = todo.pop()
                try:
                    await cursor.execute(REVENUE, (shop,))
                except aiomysql.MySQLError as error:
                    promise.set_exception(error)
                    return
                promise.set_result((await cursor.fetchone())[0])
        finally:
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
