import asyncio


async def dashboard(load_user, load_feed, render):
    both = asyncio.gather(load_user(), load_feed(), return_exceptions=True)
    await render("loading")
    user, feed = await both
    return user, feed
