"""What a cancelled load raises as it cleans up is never looked at."""

import asyncio


async def dashboard(load_user, load_feed, render):
    user, feed = asyncio.create_task(load_user()), asyncio.create_task(load_feed())
    try:
        await render("loading")
        return await user, await feed
    finally:
        user.cancel()
        feed.cancel()
        await asyncio.wait([user, feed])
