"""Workers that begin one turn after the other, the producer last, and all yield now and then."""

import asyncio
from contextlib import AsyncExitStack


async def pipeline(source, fn, workers, size):
    queue = asyncio.Queue(maxsize=size)
    results = {}

    async def work():
        while entry := await queue.get():
            number, item = entry
            results[number] = await fn(item)
            await asyncio.sleep(0)

    async with AsyncExitStack() as stack:
        group = await stack.enter_async_context(asyncio.TaskGroup())
        for _ in range(workers):
            group.create_task(work())
            await asyncio.sleep(0)
        number = 0
        async for item in source:
            await queue.put((number, item))
            await asyncio.sleep(0)
            number += 1
        for _ in range(workers):
            await queue.put(())
    return [results[number] for number in sorted(results)]
