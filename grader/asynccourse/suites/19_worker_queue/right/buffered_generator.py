"""An async generator that reads ahead; the workers share it, each asking under a lock."""

import asyncio
import contextlib


async def ahead(source, size):
    queue = asyncio.Queue(size)

    async def read():
        number = 0
        async for item in source:
            await queue.put((number, item))
            number += 1
        await queue.put(None)

    reading = asyncio.create_task(read())
    try:
        while True:
            getting = asyncio.create_task(queue.get())
            try:
                await asyncio.wait({getting, reading}, return_when=asyncio.FIRST_COMPLETED)
                if reading.done():
                    reading.result()
                entry = await getting
            finally:
                getting.cancel()
            if entry is None:
                return
            yield entry
    finally:
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)


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

    async with contextlib.aclosing(ahead(source, size)) as entries, asyncio.TaskGroup() as group:
        for _ in range(workers):
            group.create_task(work(entries))
    return [results[number] for number in range(len(results))]
