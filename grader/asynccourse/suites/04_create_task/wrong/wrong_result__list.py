import asyncio


async def dashboard(load_user, load_feed, render):
    both = asyncio.gather(load_user(), load_feed())
    await render("loading")
    return await both
