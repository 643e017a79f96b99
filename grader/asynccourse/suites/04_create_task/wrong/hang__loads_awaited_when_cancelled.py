import asyncio


async def dashboard(load_user, load_feed, render):
    user = asyncio.create_task(load_user())
    feed = asyncio.create_task(load_feed())
    try:
        await render("loading")
    finally:
        results = await asyncio.gather(user, feed, return_exceptions=True)
    for result in results:
        if isinstance(result, Exception):
            raise result
    return results[0], results[1]
