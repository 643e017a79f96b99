"""The source's end is an event; a worker waits for an item or for that, whichever is first."""

import asyncio


async def pipeline(source, fn, workers, size):
    queue = asyncio.Queue(size)
    ended = asyncio.Event()
    results = {}

    async def following():
        if not queue.empty():
            return queue.get_nowait()
        if ended.is_set():
            return None
        getting = asyncio.ensure_future(queue.get())
        ending = asyncio.ensure_future(ended.wait())
        try:
            await asyncio.wait([getting, ending], return_when=asyncio.FIRST_COMPLETED)
            return getting.result() if getting.done() else None
        finally:
            getting.cancel()
            ending.cancel()

    async def worker():
        while (entry := await following()) is not None:
            number, item = entry
            results[number] = await fn(item)

    async with asyncio.TaskGroup() as group:
        for _ in range(workers):
            group.create_task(worker())
        number = 0
        async for item in source:
            await queue.put((number, item))
            number += 1
        ended.set()
    return [results[number] for number in range(number)]
