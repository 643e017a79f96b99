"""Places as tokens in a queue, results through futures, all in an async generator."""

import asyncio


async def in_order(fn, items, limit):
    places = asyncio.Queue()
    for place in range(limit):
        places.put_nowait(place)
    futures = []

    async def one(place, future, item):
        future.set_result(await fn(item))
        places.put_nowait(place)

    async with asyncio.TaskGroup() as group:
        rest = iter(items)
        while True:
            place = await places.get()
            try:
                item = next(rest)
            except StopIteration:
                break
            futures.append(asyncio.get_running_loop().create_future())
            group.create_task(one(place, futures[-1], item))
    for future in futures:
        yield future.result()


async def bounded_map(fn, items, limit):
    return [result async for result in in_order(fn, items, limit)]
