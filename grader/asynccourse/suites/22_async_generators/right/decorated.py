"""A decorator writes the `finally`: what it wraps says what it opened, and how that is closed."""

import contextlib
import functools


def closing_what_it_opens(generator):
    @functools.wraps(generator)
    async def wrapped(*args):
        opened = []
        items = generator(opened, *args)
        try:
            async for item in items:
                yield item
        finally:
            try:
                await items.aclose()
            finally:
                while opened:
                    close = opened.pop()
                    await close()

    return wrapped


@closing_what_it_opens
async def paginate(opened, fetch_page):
    number = -1
    while (page := await fetch_page(number := number + 1)) is not None:
        opened.append(page.aclose)
        async for row in page:
            yield row
        await opened.pop()()


@contextlib.asynccontextmanager
@closing_what_it_opens
async def lease(opened, pool):
    connection = await pool.acquire()
    opened.append(lambda: pool.release(connection))
    yield connection
