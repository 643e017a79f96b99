"""A load that raises a TimeoutError gives a guest."""

import asyncio


async def dashboard(load_user, load_feed, render):
    async def user_or_guest():
        try:
            return await load_user()
        except TimeoutError:
            return "guest"

    async with asyncio.TaskGroup() as group:
        user = group.create_task(user_or_guest())
        feed = group.create_task(load_feed())
        await render("loading")
    return user.result(), feed.result()
