"""When the very first page can't be fetched, there is no `page` yet that could be closed."""

import contextlib


async def paginate(fetch_page):
    number = 0
    try:
        while (page := await fetch_page(number)) is not None:
            async for row in page:
                yield row
            await page.aclose()
            number += 1
    except Exception:
        await page.aclose()
        raise
    except BaseException:
        if "page" in locals():
            await page.aclose()
        raise


@contextlib.asynccontextmanager
async def lease(pool):
    connection = await pool.acquire()
    try:
        yield connection
    finally:
        await pool.release(connection)
