"""Two calls at once keep their tasks in one place."""

import asyncio


tasks = {}


async def dashboard(load_user, load_feed, render):
    async with asyncio.TaskGroup() as group:
        tasks["user"] = group.create_task(load_user())
        tasks["feed"] = group.create_task(load_feed())
        await render("loading")
        return await tasks["user"], await tasks["feed"]
