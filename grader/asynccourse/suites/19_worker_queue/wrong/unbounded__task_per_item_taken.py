import asyncio


async def pipeline(source, fn, workers, size):
    queue = asyncio.Queue(maxsize=size)

    async def produce():
        async for item in source:
            await queue.put((item,))
        await queue.put(None)

    tasks = []
    async with asyncio.TaskGroup() as group:
        group.create_task(produce())
        while (entry := await queue.get()) is not None:
            tasks.append(group.create_task(fn(entry[0])))
    return [task.result() for task in tasks]
