"""On the way out the tasks are cancelled but not awaited; they end in the next turn of the loop."""

import asyncio


async def dashboard(load_user, load_feed, render):
    user = asyncio.create_task(load_user())
    feed = asyncio.create_task(load_feed())
    try:
        await render("loading")
        return await user, await feed
    finally:
        user.cancel()
        feed.cancel()
