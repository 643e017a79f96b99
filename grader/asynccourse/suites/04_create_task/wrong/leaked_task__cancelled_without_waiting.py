import asyncio


async def dashboard(load_user, load_feed, render):
    user = asyncio.create_task(load_user())
    feed = asyncio.create_task(load_feed())
    try:
        await render("loading")
        return await user, await feed
    finally:
        user.cancel()
        feed.cancel()
