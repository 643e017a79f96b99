"""Once both loads are done, render is cancelled."""

import asyncio


async def dashboard(load_user, load_feed, render):
    shown = asyncio.create_task(render("loading"))
    try:
        async with asyncio.TaskGroup() as group:
            user = group.create_task(load_user())
            feed = group.create_task(load_feed())
        if shown.done():
            await shown
        return user.result(), feed.result()
    finally:
        shown.cancel()
        await asyncio.gather(shown, return_exceptions=True)
