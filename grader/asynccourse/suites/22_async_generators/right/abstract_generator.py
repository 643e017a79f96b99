"""A class of the abstract kind AsyncGenerator, which makes `aclose` of `athrow`."""

from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager


class paginate(AsyncGenerator):
    def __init__(self, fetch_page):
        self.fetch_page = fetch_page
        self.page = None
        self.number = 0
        self.over = False

    async def asend(self, value):
        if self.over:
            raise StopAsyncIteration
        try:
            return await self.next_row()
        except BaseException as error:
            await self.close_page()
            self.over = True
            raise error

    async def next_row(self):
        while True:
            if self.page is None:
                self.page = await self.fetch_page(self.number)
                self.number += 1
                if self.page is None:
                    raise StopAsyncIteration
            async for row in self.page:
                return row
            await self.close_page()

    async def close_page(self):
        page, self.page = self.page, None
        if page is not None:
            await page.aclose()

    async def athrow(self, kind, value=None, traceback=None):
        self.over = True
        await self.close_page()
        raise kind if value is None else value


class lease(AbstractAsyncContextManager):
    def __init__(self, pool):
        self.pool = pool
        self.connections = []

    async def __aenter__(self):
        self.connections.append(await self.pool.acquire())
        return self.connections[-1]

    async def __aexit__(self, kind, error, traceback):
        await self.pool.release(self.connections.pop())
