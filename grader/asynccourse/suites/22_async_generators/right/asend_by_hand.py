"""A generator in an object that passes on what is asked of it; rows are asked for by `asend`."""

import contextlib


class paginate:
    def __init__(self, fetch_page):
        self.rows = self.run(fetch_page)
        self.aclose = self.rows.aclose

    def __aiter__(self):
        return self

    def __anext__(self):
        return self.rows.asend(None)

    async def run(self, fetch_page):
        number = 0
        while (page := await fetch_page(number)) is not None:
            try:
                while True:
                    try:
                        row = await page.asend(None)
                    except StopAsyncIteration:
                        break
                    yield row
            finally:
                await page.aclose()
            number += 1


@contextlib.asynccontextmanager
async def lease(pool):
    connection = await pool.acquire()
    async with contextlib.AsyncExitStack() as stack:

        @stack.push_async_exit
        async def hand_back(kind, error, traceback):
            await pool.release(connection)

        yield connection
