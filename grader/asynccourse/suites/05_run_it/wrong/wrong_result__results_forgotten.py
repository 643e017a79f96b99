import asyncio


async def run(jobs):
    await asyncio.gather(*(job() for job in jobs))


def main(jobs):
    return asyncio.run(run(jobs))
