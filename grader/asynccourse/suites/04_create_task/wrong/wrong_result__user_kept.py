"""A user that was loaded once is never loaded again."""

import asyncio


users = {}


async def dashboard(load_user, load_feed, render):
    async with asyncio.TaskGroup() as group:
        feed = group.create_task(load_feed())
        if load_user not in users:
            users[load_user] = group.create_task(load_user())
        await render("loading")
    return users[load_user].result(), feed.result()
