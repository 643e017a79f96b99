"""A task reads the pages, but no further than it is asked to; it is ended by being cancelled."""

import asyncio
import contextlib
import itertools


async def paginate(fetch_page):
    asked, rows = asyncio.Semaphore(0), asyncio.Queue()

    async def read():
        await asked.acquire()
        for number in itertools.count():
            page = await fetch_page(number)
            if page is None:
                return
            async with contextlib.aclosing(page):
                async for row in page:
                    rows.put_nowait(row)
                    await asked.acquire()

    reading = asyncio.create_task(read())
    try:
        while True:
            asked.release()
            getting = asyncio.create_task(rows.get())
            try:
                await asyncio.wait([getting, reading], return_when=asyncio.FIRST_COMPLETED)
            finally:
                getting.cancel()
            if reading.done():
                reading.result()
                return
            yield getting.result()
    finally:
        reading.cancel()
        await asyncio.wait([reading])


class lease:
    """The task that holds the connection waits until it is told to hand it back."""

    def __init__(self, pool):
        self.pool = pool
        self.enough = asyncio.Event()
        self.given = asyncio.get_running_loop().create_future()

    async def hold(self):
        connection = await self.pool.acquire()
        try:
            self.given.set_result(connection)
            await self.enough.wait()
        finally:
            await self.pool.release(connection)

    async def __aenter__(self):
        self.holding = asyncio.create_task(self.hold())
        try:
            await asyncio.wait([self.given, self.holding], return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            self.holding.cancel()
            await asyncio.wait([self.holding])
            raise
        if self.holding.done():
            self.holding.result()
        return self.given.result()

    async def __aexit__(self, kind, error, traceback):
        self.enough.set()
        await self.holding
