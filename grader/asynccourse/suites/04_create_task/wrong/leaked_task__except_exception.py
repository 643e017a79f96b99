import asyncio


async def dashboard(load_user, load_feed, render):
    user = asyncio.create_task(load_user())
    feed = asyncio.create_task(load_feed())
    try:
        await render("loading")
        return await user, await feed
    except Exception:
        user.cancel()
        feed.cancel()
        await asyncio.gather(user, feed, return_exceptions=True)
        raise
