import asyncio


async def run(jobs):
    results = []
    for job in jobs:
        results.append(await job())
    return results


def main(jobs):
    return asyncio.run(run(jobs))
