"""Cancels its tasks when anything is raised, and doesn't wait for them to end."""

import asyncio


async def fetch_all(fetch, keys):
    tasks = [asyncio.create_task(fetch(key)) for key in keys]
    try:
        return [await task for task in tasks]
    except BaseException:
        for task in tasks:
            task.cancel()
        raise
