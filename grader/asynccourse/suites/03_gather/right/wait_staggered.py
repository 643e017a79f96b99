"""`asyncio.wait`, with a turn of the loop between two starts."""

import asyncio


async def fetch_all(fetch, keys):
    tasks = []
    try:
        for key in keys:
            tasks.append(asyncio.ensure_future(fetch(key)))
            await asyncio.sleep(0)
        if tasks:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        for task in tasks:
            if task.done() and task.exception():
                raise task.exception()
        return [task.result() for task in tasks]
    finally:
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
