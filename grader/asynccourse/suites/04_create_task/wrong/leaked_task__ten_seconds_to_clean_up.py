"""A load that cleans up for longer than ten seconds is left alone."""

import asyncio


async def dashboard(load_user, load_feed, render):
    tasks = [asyncio.create_task(load_user()), asyncio.create_task(load_feed())]
    try:
        await render("loading")
        user, feed = await asyncio.gather(*tasks)
        return user, feed
    finally:
        for task in tasks:
            task.cancel()
        done, _ = await asyncio.wait(tasks, timeout=10)
        for task in done:
            task.cancelled() or task.exception()
