import asyncio


async def dashboard(load_user, load_feed, render):
    user = asyncio.create_task(load_user())
    feed = asyncio.create_task(load_feed())
    try:
        await render("loading")
    except BaseException:
        user.cancel()
        feed.cancel()
        raise
    return await user, await feed
