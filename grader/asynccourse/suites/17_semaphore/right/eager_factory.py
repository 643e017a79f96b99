"""While it runs, all tasks of the loop are eager ones (from 3.12 on), those of its group too."""

import asyncio


async def bounded_map(fn, items, limit):
    loop = asyncio.get_running_loop()
    before = loop.get_task_factory()
    results = {}
    numbered = enumerate(items)

    async def worker():
        for number, item in numbered:
            results[number] = await fn(item)

    try:
        async with asyncio.TaskGroup() as group:
            loop.set_task_factory(getattr(asyncio, "eager_task_factory", before))
            for _ in range(limit):
                group.create_task(worker())
    finally:
        loop.set_task_factory(before)
    return [results[number] for number in range(len(results))]
