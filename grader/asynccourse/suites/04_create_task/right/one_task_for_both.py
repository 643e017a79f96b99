"""One task of a nested helper loads both; the result is a named tuple."""

import asyncio
from typing import NamedTuple


class Page(NamedTuple):
    user: object
    feed: object


async def dashboard(load_user, load_feed, render):
    async def both():
        async with asyncio.TaskGroup() as group:
            user = group.create_task(load_user())
            feed = group.create_task(load_feed())
        return Page(user.result(), feed.result())

    loading = asyncio.create_task(both())
    try:
        await render("loading")
        return await loading
    except BaseException:
        loading.cancel()
        await asyncio.gather(loading, return_exceptions=True)
        raise
