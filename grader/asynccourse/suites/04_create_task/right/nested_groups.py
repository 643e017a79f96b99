"""A TaskGroup within a TaskGroup: the error may come in a group within a group."""

import asyncio


async def dashboard(load_user, load_feed, render):
    async with asyncio.TaskGroup() as outer:
        user = outer.create_task(load_user())
        async with asyncio.TaskGroup() as inner:
            feed = inner.create_task(load_feed())
            await asyncio.sleep(0)
            await render("loading")
    return user.result(), feed.result()
