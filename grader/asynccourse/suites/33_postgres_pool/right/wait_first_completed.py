"""One loop hands out: it takes a connection from the pool, and waits for the first one back."""

import asyncio

import asyncpg

REVENUE = "SELECT revenue($1)"


class Round:
    def __init__(self, pool):
        self.pool = pool
        self.running = {}
        self.revenues = {}

    async def start(self, number, shop):
        connection = await self.pool.acquire()
        task = asyncio.create_task(connection.fetchval(REVENUE, shop))
        self.running[task] = number, connection

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
        for _, connection in self.running.values():
            await self.pool.release(connection)
        await self.pool.close()


async def report(dsn, ids, size):
    if not ids:
        return []
    pool = asyncpg.create_pool(dsn, min_size=1, max_size=size, max_inactive_connection_lifetime=0)
    asking = Round(await pool)
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
