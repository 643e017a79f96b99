"""Results wait in a heap for those before them; an exit stack ends the workers."""

import asyncio
import contextlib


async def bounded_map(fn, items, limit):
    numbered = enumerate(items)
    ended = asyncio.PriorityQueue()

    async def worker():
        for number, item in numbered:
            ended.put_nowait((number, await fn(item)))

    async with contextlib.AsyncExitStack() as stack:
        workers = [asyncio.ensure_future(worker()) for _ in range(limit)]
        stack.push_async_callback(asyncio.wait, workers)
        for task in workers:
            stack.callback(task.cancel)
        await asyncio.gather(*workers)
    return [ended.get_nowait()[1] for _ in range(ended.qsize())]
