import asyncio
import contextlib


async def dashboard(load_user, load_feed, render):
    user = asyncio.create_task(load_user())
    feed = asyncio.create_task(load_feed())
    try:
        await render("loading")
        return await user, await feed
    finally:
        for task in (user, feed):
            if not task.done():
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
