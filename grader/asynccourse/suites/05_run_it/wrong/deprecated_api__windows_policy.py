import asyncio


async def run(jobs):
    return await asyncio.gather(*(job() for job in jobs))


def main(jobs):
    asyncio.set_event_loop_policy(asyncio.DefaultEventLoopPolicy())
    return asyncio.run(run(jobs))
