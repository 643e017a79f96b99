"""A TaskGroup that raises its ExceptionGroup."""

import asyncio


async def fetch_all(fetch, keys):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(fetch(key)) for key in keys]
    return [task.result() for task in tasks]
