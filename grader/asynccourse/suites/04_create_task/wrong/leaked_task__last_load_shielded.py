"""The load that is awaited last is shielded."""

import asyncio


async def dashboard(load_user, load_feed, render):
    user, feed = asyncio.create_task(load_user()), asyncio.create_task(load_feed())
    try:
        await render("loading")
        one = await user
    except BaseException:
        user.cancel()
        feed.cancel()
        await asyncio.gather(user, feed, return_exceptions=True)
        raise
    return one, await asyncio.shield(feed)
