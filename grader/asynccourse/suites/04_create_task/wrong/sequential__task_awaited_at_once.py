import asyncio


async def dashboard(load_user, load_feed, render):
    user = await asyncio.create_task(load_user())
    feed = await asyncio.create_task(load_feed())
    await render("loading")
    return user, feed
