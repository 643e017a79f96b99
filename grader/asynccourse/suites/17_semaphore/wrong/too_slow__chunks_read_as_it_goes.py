import asyncio
from itertools import islice


async def bounded_map(fn, items, limit):
    rest = iter(items)
    results = []
    while chunk := list(islice(rest, limit)):
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(fn(item)) for item in chunk]
        results += [task.result() for task in tasks]
    return results
