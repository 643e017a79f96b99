"""Fetches come lazily out of `map`; a connection is closed as a page is, by its `aclose`."""

from contextlib import aclosing, asynccontextmanager
from functools import partial
from itertools import count
from types import SimpleNamespace


async def paginate(fetch_page):
    for fetching in map(fetch_page, count()):
        if (page := await fetching) is None:
            break
        async with aclosing(page) as rows:
            async for row in rows:
                yield row


@asynccontextmanager
async def lease(pool):
    connection = await pool.acquire()
    async with aclosing(SimpleNamespace(aclose=partial(pool.release, connection))):
        yield connection
