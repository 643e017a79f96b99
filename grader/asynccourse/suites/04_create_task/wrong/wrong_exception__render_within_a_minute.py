"""render has to end within a minute."""

import asyncio


async def dashboard(load_user, load_feed, render):
    async with asyncio.TaskGroup() as group:
        user = group.create_task(load_user())
        feed = group.create_task(load_feed())
        await asyncio.wait_for(render("loading"), 60)
    return user.result(), feed.result()
