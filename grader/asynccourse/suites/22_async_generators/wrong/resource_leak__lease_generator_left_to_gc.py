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


async def leased(pool):
    connection = await pool.acquire()
    try:
        yield connection
    finally:
        await pool.release(connection)


class lease:
    def __init__(self, pool):
        self.connections = leased(pool)

    async def __aenter__(self):
        return await anext(self.connections)

    async def __aexit__(self, *error):
        self.connections = None
