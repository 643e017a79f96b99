"""No queue: one semaphore for what is under way, and one for all that was taken."""

import asyncio


async def pipeline(source, fn, workers, size):
    room = asyncio.Semaphore(workers + size)
    free = asyncio.Semaphore(workers)

    async def one(item):
        try:
            async with free:
                return await fn(item)
        finally:
            room.release()

    tasks = []
    async with asyncio.TaskGroup() as group:
        async for item in source:
            await room.acquire()
            tasks.append(group.create_task(one(item)))
    return [task.result() for task in tasks]
