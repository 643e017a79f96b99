"""Futures that are set by the tasks' own callbacks; `render` isn't disturbed by a failed load."""

import asyncio


async def dashboard(load_user, load_feed, render):
    loop = asyncio.get_running_loop()
    ended = loop.create_future()
    results = {}

    def keep(task):
        if task.cancelled():
            return
        if task.exception():
            if not ended.done():
                ended.set_exception(task.exception())
            return
        results[task] = task.result()
        if len(results) == 2 and not ended.done():
            ended.set_result(None)

    user, feed = loop.create_task(load_user()), loop.create_task(load_feed())
    user.add_done_callback(keep)
    feed.add_done_callback(keep)
    try:
        await render("loading")
        await ended
        return results[user], results[feed]
    finally:
        user.cancel()
        feed.cancel()
        await asyncio.wait({user, feed})
        if ended.done():
            ended.exception()
