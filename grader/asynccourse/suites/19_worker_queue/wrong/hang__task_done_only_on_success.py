import asyncio


async def pipeline(source, fn, workers, size):
    queue = asyncio.Queue(maxsize=size)
    results, errors = {}, []

    async def work():
        while True:
            number, item = await queue.get()
            try:
                results[number] = await fn(item)
                queue.task_done()
            except Exception as error:
                errors.append(error)

    tasks = [asyncio.create_task(work()) for _ in range(workers)]
    try:
        number = 0
        async for item in source:
            await queue.put((number, item))
            number += 1
        await queue.join()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    if errors:
        raise errors[0]
    return [results[number] for number in sorted(results)]
