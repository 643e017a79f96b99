"""`anext` by hand, and closing written down for each way out."""

import contextlib


async def paginate(fetch_page):
    number = 0
    page = await fetch_page(number)
    while page is not None:
        rows = aiter(page)
        try:
            while (row := await anext(rows, None)) is not None:
                yield row
        except BaseException:
            await page.aclose()
            raise
        else:
            await page.aclose()
        number += 1
        page = await fetch_page(number)


@contextlib.asynccontextmanager
async def lease(pool):
    connection = await pool.acquire()
    try:
        yield connection
    except BaseException:
        await pool.release(connection)
        raise
    await pool.release(connection)
