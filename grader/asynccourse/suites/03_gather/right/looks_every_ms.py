"""Looks every millisecond whether all have ended."""

import asyncio


async def fetch_all(fetch, keys):
    tasks = [asyncio.ensure_future(fetch(key)) for key in keys]
    try:
        while not all(task.done() for task in tasks):
            await asyncio.sleep(0.001)
        return [task.result() for task in tasks]
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
