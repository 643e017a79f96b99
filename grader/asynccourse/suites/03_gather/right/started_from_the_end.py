"""The last fetch starts first; only the places of the results follow the keys."""

import asyncio


async def fetch_all(fetch, keys):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(fetch(key)) for key in reversed(keys)]
    return [task.result() for task in reversed(tasks)]
