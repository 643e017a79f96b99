"""The error of render is dropped if both loads are done."""

import asyncio


async def dashboard(load_user, load_feed, render):
    user, feed = asyncio.create_task(load_user()), asyncio.create_task(load_feed())
    try:
        try:
            await render("loading")
        except Exception:
            if not (user.done() and feed.done()):
                raise
        return await user, await feed
    finally:
        user.cancel()
        feed.cancel()
        await asyncio.gather(user, feed, return_exceptions=True)
