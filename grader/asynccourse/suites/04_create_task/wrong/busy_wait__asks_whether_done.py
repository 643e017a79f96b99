import asyncio


async def dashboard(load_user, load_feed, render):
    user = asyncio.create_task(load_user())
    feed = asyncio.create_task(load_feed())
    await render("loading")
    while not (user.done() and feed.done()):
        await asyncio.sleep(0)
    return user.result(), feed.result()
