"""It cleans up after some kinds of error, and not after others."""

import asyncio


async def dashboard(load_user, load_feed, render):
    tasks = [asyncio.create_task(load_user()), asyncio.create_task(load_feed())]
    try:
        await render("loading")
        user, feed = await asyncio.gather(*tasks)
        return user, feed
    except (OSError, ValueError, RuntimeError, asyncio.CancelledError):
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise
