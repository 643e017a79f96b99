"""The transaction as a class, with both ends run as tasks that only `asyncio.wait` looks at."""

import asyncio


class Transaction:
    def __init__(self, conn):
        self.conn = conn

    async def __aenter__(self):
        await self.conn.begin()
        return self.conn

    async def __aexit__(self, kind, error, trace):
        if kind is None:
            await self.finish(self.conn.commit())
        else:
            rollback = asyncio.create_task(self.conn.rollback())
            await asyncio.wait([rollback], timeout=5)
            rollback.cancel()
            await asyncio.gather(rollback, return_exceptions=True)

    @staticmethod
    async def finish(coroutine):
        task = asyncio.create_task(coroutine)
        cancelled = None
        while not task.done():
            try:
                await asyncio.wait([task])
            except asyncio.CancelledError as error:
                cancelled = error
        task.result()
        if cancelled:
            raise cancelled


async def worker(conn, jobs):
    for job in jobs:
        async with Transaction(conn) as open_conn:
            await open_conn.execute(job)
