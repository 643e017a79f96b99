import asyncio


async def dashboard(load_user, load_feed, render):
    async with asyncio.TaskGroup() as group:
        group.create_task(render("loading"))
        await asyncio.sleep(0.1)
        user = group.create_task(load_user())
        feed = group.create_task(load_feed())
    return user.result(), feed.result()
