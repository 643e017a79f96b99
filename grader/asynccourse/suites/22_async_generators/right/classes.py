"""Both written out as classes, as before there were async generators."""


class paginate:
    def __init__(self, fetch_page):
        self.fetch_page = fetch_page
        self.number = 0
        self.page = None

    def __aiter__(self):
        return self

    async def __anext__(self):
        try:
            while True:
                if self.page is None:
                    self.page = await self.fetch_page(self.number)
                    if self.page is None:
                        raise StopAsyncIteration
                    self.number += 1
                try:
                    return await anext(self.page)
                except StopAsyncIteration:
                    await self.aclose()
        except BaseException:
            await self.aclose()
            raise

    async def aclose(self):
        page, self.page = self.page, None
        if page is not None:
            await page.aclose()


class lease:
    def __init__(self, pool):
        self.pool = pool

    async def __aenter__(self):
        self.connection = await self.pool.acquire()
        return self.connection

    async def __aexit__(self, *error):
        await self.pool.release(self.connection)
