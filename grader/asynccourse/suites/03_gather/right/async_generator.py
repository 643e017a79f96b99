"""An async generator over tasks that were all started before the first is awaited."""

import asyncio


async def fetch_all(fetch, keys):
    tasks = list(map(asyncio.ensure_future, map(fetch, keys)))

    async def results():
        for task in tasks:
            yield await task

    try:
        return [result async for result in results()]
    finally:
        [task.cancel() for task in tasks]
        await asyncio.wait(tasks) if tasks else None
