"""No task waits for another: each query that ends starts the next one on its connection."""

import asyncio

import asyncpg

REVENUE = "SELECT revenue($1)"


class Run:
    def __init__(self, ids):
        self.rest = enumerate(ids)
        self.revenues = [0] * len(ids)
        self.running = set()
        self.ended = asyncio.get_running_loop().create_future()

    def follow(self, connection):
        number, shop = next(self.rest, (None, ""))
        if number is not None:
            task = asyncio.ensure_future(connection.fetchval(REVENUE, shop))
            self.running.add(task)
            task.add_done_callback(lambda task: self.one_ended(connection, number, task))
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
            connections.append(await asyncpg.connect(dsn))
        for connection in connections:
            run.follow(connection)
        return await run.ended if connections else []
    finally:
        await run.stop()
        for connection in connections:
            await connection.close()
