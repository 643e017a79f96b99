import asyncio


async def dashboard(load_user, load_feed, render):
    user, feed = await asyncio.gather(load_user(), load_feed())
    await render("loading")
    return user, feed
