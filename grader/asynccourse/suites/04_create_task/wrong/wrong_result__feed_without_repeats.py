"""A post that comes twice in the feed is given once."""

import asyncio


async def dashboard(load_user, load_feed, render):
    async with asyncio.TaskGroup() as group:
        user = group.create_task(load_user())
        feed = group.create_task(load_feed())
        await render("loading")
    return user.result(), list(dict.fromkeys(feed.result()))
