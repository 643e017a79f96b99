import asyncio


async def dashboard(load_user, load_feed, render):
    await render("loading")
    async with asyncio.TaskGroup() as group:
        user = group.create_task(load_user())
        feed = group.create_task(load_feed())
    return user.result(), feed.result()
