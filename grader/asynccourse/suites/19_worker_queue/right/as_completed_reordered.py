"""Workers keep what they have done; `as_completed` takes all as they end, and a sort mends it."""

import asyncio
from operator import itemgetter

END = object()


async def produce(queue, source, workers):
    number = 0
    async for item in source:
        await queue.put((number, item))
        number += 1
    for _ in range(workers):
        await queue.put((None, END))
    return []


async def work(queue, fn):
    done = []
    while True:
        number, item = await queue.get()
        if item is END:
            return done
        done.append((number, await fn(item)))


async def pipeline(source, fn, workers, size):
    queue = asyncio.Queue(size)
    tasks = [asyncio.create_task(work(queue, fn)) for _ in range(workers)]
    tasks.append(asyncio.create_task(produce(queue, source, workers)))
    pairs = []
    try:
        for ended in asyncio.as_completed(tasks):
            pairs.extend(await ended)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
    pairs.sort(key=itemgetter(0))
    return [result for _, result in pairs]
