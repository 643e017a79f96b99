import asyncio


async def pipeline(source, fn, workers, size):
    queue = asyncio.Queue(maxsize=size)
    results = {}

    async def work():
        while True:
            number, item = await queue.get()
            results[number] = await fn(item)
            queue.task_done()

    tasks = [asyncio.create_task(work()) for _ in range(workers)]
    number = 0
    async for item in source:
        await queue.put((number, item))
        number += 1
    await queue.join()
    return [results[number] for number in sorted(results)]
