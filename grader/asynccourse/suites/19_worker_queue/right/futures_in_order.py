"""Each item travels with a future; the results are the futures, in the order they were made."""

import asyncio


async def work(queue, fn):
    while True:
        item, future = await queue.get()
        future.set_result(await fn(item))


async def feed(queue, source, futures):
    async for item in source:
        futures.append(asyncio.get_running_loop().create_future())
        await queue.put((item, futures[-1]))
    return await asyncio.gather(*futures)


async def pipeline(source, fn, workers, size):
    queue = asyncio.Queue(maxsize=size)
    feeding = asyncio.create_task(feed(queue, source, []))
    tasks = [feeding, *(asyncio.create_task(work(queue, fn)) for _ in range(workers))]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done - {feeding}:
            task.result()
        return await feeding
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
