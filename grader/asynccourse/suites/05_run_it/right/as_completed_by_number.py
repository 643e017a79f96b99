"""as_completed, with each result carrying its number."""

import asyncio


async def numbered(number, job):
    return number, await job()


async def together(jobs):
    results = {}
    for ended in asyncio.as_completed([numbered(*pair) for pair in enumerate(jobs)]):
        number, result = await ended
        results[number] = result
    return [results[number] for number in range(len(jobs))]


def main(jobs):
    return asyncio.run(together(jobs))
