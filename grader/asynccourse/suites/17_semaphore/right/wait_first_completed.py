"""A set of running tasks, topped up whenever `asyncio.wait` tells that one has ended."""

import asyncio
from itertools import islice


async def bounded_map(fn, items, limit):
    rest = iter(items)
    order, running = [], set()
    try:
        while True:
            for item in islice(rest, limit - len(running)):
                task = asyncio.create_task(fn(item))
                order.append(task)
                running.add(task)
            if not running:
                return [task.result() for task in order]
            done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
    finally:
        for task in running:
            task.cancel()
        if running:
            await asyncio.wait(running)
