"""A TaskGroup whose tasks fill the places of a list."""

import asyncio


async def all_or_nothing(jobs):
    results = [None] * len(jobs)

    async def fill(place):
        results[place] = await jobs[place]()

    async with asyncio.TaskGroup() as group:
        for place in range(len(jobs)):
            group.create_task(fill(place))
    return results
