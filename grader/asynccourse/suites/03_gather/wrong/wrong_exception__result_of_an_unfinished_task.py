"""After an error it asks the tasks in order, also those that haven't ended."""

import asyncio


async def fetch_all(fetch, keys):
    if not keys:
        return []
    tasks = [asyncio.ensure_future(fetch(key)) for key in keys]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        return [task.result() for task in tasks]
    finally:
        for task in tasks:
            task.cancel()
