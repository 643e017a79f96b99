"""A context manager for a page; the connection is shielded as it goes back."""

import asyncio
import contextlib


@contextlib.asynccontextmanager
async def opened(fetch_page, number):
    page = await fetch_page(number)
    try:
        yield page
    finally:
        if page is not None:
            await page.aclose()


async def paginate(fetch_page):
    more = True
    number = 0
    while more:
        async with opened(fetch_page, number) as page:
            more = page is not None
            if more:
                async for row in page:
                    yield row
        number += 1


@contextlib.asynccontextmanager
async def lease(pool):
    task = asyncio.ensure_future(pool.acquire())
    connection = await task
    try:
        yield connection
    finally:
        await asyncio.shield(pool.release(connection))
