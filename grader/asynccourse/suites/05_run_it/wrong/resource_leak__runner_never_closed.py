import asyncio

runner = asyncio.Runner()


async def run(jobs):
    return await asyncio.gather(*(job() for job in jobs))


def main(jobs):
    return runner.run(run(jobs))
