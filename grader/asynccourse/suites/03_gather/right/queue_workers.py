"""A queue, and as many workers as there are keys."""

import asyncio


async def fetch_all(fetch, keys):
    queue = asyncio.Queue()
    for numbered in enumerate(keys):
        queue.put_nowait(numbered)
    results = {}

    async def worker():
        while not queue.empty():
            number, key = queue.get_nowait()
            results[number] = await fetch(key)

    workers = [asyncio.ensure_future(worker()) for _ in keys]
    try:
        await asyncio.gather(*workers)
    finally:
        for one in workers:
            one.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
    return [results[number] for number in range(len(keys))]
