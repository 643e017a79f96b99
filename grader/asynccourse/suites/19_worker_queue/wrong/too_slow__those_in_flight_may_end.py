"""After an error nothing new starts; but it is told when the calls in flight have ended."""

import asyncio


async def pipeline(source, fn, workers, size):
    queue = asyncio.Queue(maxsize=size)
    results, calls = {}, []

    async def produce():
        number = 0
        async for item in source:
            await queue.put((number, item))
            number += 1
        for _ in range(workers):
            await queue.put(None)

    async def work():
        while (entry := await queue.get()) is not None:
            calls.append(asyncio.ensure_future(fn(entry[1])))
            results[entry[0]] = await asyncio.shield(calls[-1])

    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(produce())
            for _ in range(workers):
                group.create_task(work())
    except ExceptionGroup:
        await asyncio.gather(*calls, return_exceptions=True)
        raise
    finally:
        for call in calls:
            call.cancel()
    return [results[number] for number in sorted(results)]
