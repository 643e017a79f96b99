"""Reads some lines ahead, in bounded queues, and flushes when it would have to wait."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import aiofiles

AHEAD = 20
END = ""


async def merge_logs(paths, out):
    pool = ThreadPoolExecutor(2 * len(paths) + 1)
    queues = [asyncio.Queue(AHEAD) for _ in paths]

    async def feed(path, queue):
        async with aiofiles.open(path, executor=pool) as file:
            while line := await file.readline():
                await queue.put(line)
        await queue.put(END)

    async def drain():
        async with aiofiles.open(out, "w", executor=pool) as merged:
            heads = await asyncio.gather(*(queue.get() for queue in queues))
            while any(heads):
                ready = [n for n, line in enumerate(heads) if line]
                n = min(ready, key=lambda n: (heads[n][:12], n))
                await merged.write(heads[n].rstrip("\n") + "\n")
                if queues[n].empty():
                    await merged.flush()
                heads[n] = await queues[n].get()

    tasks = [asyncio.create_task(feed(*pair)) for pair in zip(paths, queues)]
    tasks.append(asyncio.create_task(drain()))
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        pool.shutdown(wait=False)
