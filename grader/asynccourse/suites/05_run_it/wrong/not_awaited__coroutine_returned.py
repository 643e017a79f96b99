import asyncio


async def run(jobs):
    return await asyncio.gather(*(job() for job in jobs))


def main(jobs):
    return run(jobs)
