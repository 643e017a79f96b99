import asyncio


async def run(jobs):
    return await asyncio.gather(*(job() for job in jobs), return_exceptions=True)


def main(jobs):
    return asyncio.run(run(jobs))
