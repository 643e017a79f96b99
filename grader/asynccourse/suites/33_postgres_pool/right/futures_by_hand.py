"""An awaitable class: workers settle a future for each id; these are awaited in their order."""

import asyncio

import asyncpg

REVENUE = "SELECT revenue($1)"


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
        connection = await asyncpg.connect(self.dsn)
        try:
            while todo:
                shop, promise = todo.pop()
                try:
                    promise.set_result(await connection.fetchval(REVENUE, shop))
                except (asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                    promise.set_exception(error)
                    return
        finally:
            await connection.close()
