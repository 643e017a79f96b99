import asyncio


async def bounded_map(fn, items, limit):
    semaphore = asyncio.Semaphore(limit)
    tasks = []
    for item in items:
        await semaphore.acquire()
        if any(task.done() and task.exception() for task in tasks):
            break
        tasks.append(asyncio.create_task(fn(item)))
        tasks[-1].add_done_callback(lambda _: semaphore.release())
    results = await asyncio.gather(*tasks, return_exceptions=True)
    for result in results:
        if isinstance(result, Exception):
            raise result
    return results
