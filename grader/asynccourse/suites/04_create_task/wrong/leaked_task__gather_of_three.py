import asyncio


async def dashboard(load_user, load_feed, render):
    user, feed, _ = await asyncio.gather(load_user(), load_feed(), render("loading"))
    return user, feed
