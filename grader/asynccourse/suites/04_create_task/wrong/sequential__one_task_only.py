import asyncio


async def dashboard(load_user, load_feed, render):
    task = asyncio.create_task(load_user())
    await render("loading")
    feed = await load_feed()
    user = await task
    return user, feed
