"""A gather that is started first and awaited last, with its tasks cancelled on any error."""

import asyncio


async def dashboard(load_user, load_feed, render):
    tasks = [asyncio.ensure_future(load()) for load in (load_user, load_feed)]
    both = asyncio.gather(*tasks)
    try:
        await asyncio.sleep(0)  # both loads take their first step now
        await render("loading")
        user, feed = await both
    except BaseException:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, both, return_exceptions=True)
        raise
    return user, feed
