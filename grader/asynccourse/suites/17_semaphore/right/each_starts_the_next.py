"""Nobody counts: a call that has ended puts its successor into the group, and is gone."""

import asyncio
from functools import partial


async def bounded_map(fn, items, limit):
    results = {}
    numbered = enumerate(items)

    async def one(follow, number, item):
        results[number] = await fn(item)
        follow()

    def follow(group):
        for number, item in numbered:
            group.create_task(one(partial(follow, group), number, item))
            break

    async with asyncio.TaskGroup() as group:
        for _ in range(limit):
            follow(group)
    return [results[number] for number in sorted(results)]
