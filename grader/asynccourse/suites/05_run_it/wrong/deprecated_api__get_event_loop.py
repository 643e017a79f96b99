import asyncio


async def run(jobs):
    return await asyncio.gather(*(job() for job in jobs))


def main(jobs):
    loop = asyncio.get_event_loop()
    return loop.run_until_complete(run(jobs))
