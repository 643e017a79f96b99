"""An async generator that reads ahead; the workers share it, each asking under a lock."""

import asyncio


async def ahead(source, size, group):
    queue = asyncio.Queue(size)

    async def read():
        number = 0
        async for item in source:
            await queue.put((number, item))
            number += 1
        await queue.put(None)

    reading = group.create_task(read())
    try:
        while (entry := await queue.get()) is not None:
            yield entry
    finally:
        reading.cancel()


async def pipeline(source, fn, workers, size):
    results = {}
    lock = asyncio.Lock()

    async def work(entries):
        while True:
            async with lock:
                entry = await anext(entries, None)
            if entry is None:
                return
            results[entry[0]] = await fn(entry[1])

    try:
        async with asyncio.TaskGroup() as group:
            entries = ahead(source, size, group)
            for _ in range(workers):
                group.create_task(work(entries))
    finally:
        await entries.aclose()
    return [results[number] for number in range(len(results))]
