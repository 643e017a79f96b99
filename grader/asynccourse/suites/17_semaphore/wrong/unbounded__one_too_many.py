import asyncio


async def bounded_map(fn, items, limit):
    tasks, running = [], set()
    for item in items:
        if len(running) > limit:
            _, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        tasks.append(asyncio.create_task(fn(item)))
        running.add(tasks[-1])
    return await asyncio.gather(*tasks)
