"""A load that fails gets a second try."""

import asyncio


async def dashboard(load_user, load_feed, render):
    async def load_twice():
        try:
            return await load_user()
        except ConnectionError:
            return await load_user()

    async with asyncio.TaskGroup() as group:
        user = group.create_task(load_twice())
        feed = group.create_task(load_feed())
        await render("loading")
    return user.result(), feed.result()
