"""Each item is read in a thread, as from a slow file, by one worker at a time."""

import asyncio

END = object()


async def bounded_map(fn, items, limit):
    rest = await asyncio.to_thread(iter, items)
    reading = asyncio.Lock()
    results = []
    ended = False

    async def worker():
        nonlocal ended
        while True:
            async with reading:
                if ended:
                    return
                item = await asyncio.to_thread(next, rest, END)
                if item is END:
                    ended = True
                    return
                number = len(results)
                results.append(None)
            results[number] = await fn(item)

    async with asyncio.TaskGroup() as group:
        for _ in range(limit):
            group.create_task(worker())
    return results
