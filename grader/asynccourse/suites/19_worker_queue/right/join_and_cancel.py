"""`queue.join()` tells when all is done, then the workers are cancelled; a group watches them."""

import asyncio


async def pipeline(source, fn, workers, size):
    queue = asyncio.Queue(size)
    results = []

    async def worker():
        while True:
            number, item = await queue.get()
            results[number] = await fn(item)
            queue.task_done()

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(worker()) for _ in range(workers)]
        async for item in source:
            results.append(None)
            await queue.put((len(results) - 1, item))
        await queue.join()
        for task in tasks:
            task.cancel()
    return results
