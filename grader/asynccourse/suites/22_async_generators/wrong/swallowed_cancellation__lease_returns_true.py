import contextlib


async def paginate(fetch_page):
    number = 0
    while (page := await fetch_page(number)) is not None:
        try:
            async for row in page:
                yield row
        finally:
            await page.aclose()
        number += 1


class lease:
    def __init__(self, pool):
        self.pool = pool

    async def __aenter__(self):
        self.connection = await self.pool.acquire()
        return self.connection

    async def __aexit__(self, kind, error, trace):
        await self.pool.release(self.connection)
        return kind is not None and not issubclass(kind, Exception)
