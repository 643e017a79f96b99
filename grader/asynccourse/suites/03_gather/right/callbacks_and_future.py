"""Callbacks that count down to a future, as before there was gather."""

import asyncio


async def fetch_all(fetch, keys):
    if not keys:
        return []
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    tasks = [loop.create_task(fetch(key)) for key in keys]

    def one_ended(task):
        if done.done() or task.cancelled():
            return
        if task.exception():
            done.set_exception(task.exception())
        elif all(one.done() and not one.exception() for one in tasks):
            done.set_result([one.result() for one in tasks])

    for task in tasks:
        task.add_done_callback(one_ended)
    try:
        return await done
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
