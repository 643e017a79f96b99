"""`asyncio.wait` until the first error, over a dict of named tasks."""

import asyncio


async def dashboard(load_user, load_feed, render):
    tasks = {
        "user": asyncio.create_task(load_user(), name="user"),
        "feed": asyncio.create_task(load_feed(), name="feed"),
        "render": asyncio.create_task(render("loading"), name="render"),
    }
    try:
        await asyncio.wait(tasks.values(), return_when=asyncio.FIRST_EXCEPTION)
        for task in tasks.values():
            if task.done():
                task.result()
        return tasks["user"].result(), tasks["feed"].result()
    finally:
        for task in tasks.values():
            task.cancel()
        await asyncio.gather(*tasks.values(), return_exceptions=True)
