import asyncio


async def dashboard(load_user, load_feed, render):
    try:
        async with asyncio.TaskGroup() as group:
            user = group.create_task(load_user())
            feed = group.create_task(load_feed())
            await render("loading")
    except* Exception as failures:
        raise RuntimeError("the dashboard can't be loaded") from failures
    return user.result(), feed.result()
