"""One end mark, which every worker puts back for the next; gather, tidied up by hand."""

import asyncio

END = object()


async def pipeline(source, fn, workers, size):
    queue = asyncio.Queue(maxsize=size)
    results = {}

    async def produce():
        number = 0
        async for item in source:
            await queue.put((number, item))
            number += 1
        await queue.put(END)

    async def work():
        while True:
            entry = await queue.get()
            if entry is END:
                await queue.put(END)
                return
            results[entry[0]] = await fn(entry[1])

    tasks = [asyncio.create_task(work()) for _ in range(workers)]
    tasks.append(asyncio.create_task(produce()))
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return [result for _, result in sorted(results.items(), key=lambda pair: pair[0])]
