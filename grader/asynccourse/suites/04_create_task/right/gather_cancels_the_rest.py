"""A gather of all three at once, `render` first of them; those left over are cancelled."""

import asyncio


async def dashboard(load_user, load_feed, render):
    coroutines = render("loading"), load_user(), load_feed()
    tasks = [asyncio.ensure_future(coroutine) for coroutine in coroutines]
    try:
        _, user, feed = await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return user, feed
