"""The jobs put their ends into a queue, numbered; the places are filled as they come."""

import asyncio


async def settle(jobs):
    ends = asyncio.Queue()

    async def report(number, job):
        try:
            ends.put_nowait((number, await job(), None))
        except Exception as error:
            ends.put_nowait((number, None, error))

    results, errors = {}, {}
    async with asyncio.TaskGroup() as group:
        for number, job in enumerate(jobs):
            group.create_task(report(number, job))
        for _ in jobs:
            number, results[number], errors[number] = await ends.get()
    places = range(len(jobs))
    return [results[n] for n in places], [errors[n] for n in places]
