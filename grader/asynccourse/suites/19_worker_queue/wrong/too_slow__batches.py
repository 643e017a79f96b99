import asyncio


async def pipeline(source, fn, workers, size):
    queue = asyncio.Queue(maxsize=size)
    results = []

    async def produce():
        async for item in source:
            await queue.put((item,))
        await queue.put(None)

    producing = asyncio.create_task(produce())
    try:
        entry = ()
        while entry is not None:
            batch = []
            while len(batch) < workers:
                entry = await queue.get()
                if entry is None:
                    break
                batch.append(entry[0])
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(fn(item)) for item in batch]
            results += [task.result() for task in tasks]
        await producing
    finally:
        producing.cancel()
        await asyncio.gather(producing, return_exceptions=True)
    return results
