import asyncio


async def run(jobs):
    return await asyncio.gather(*(job() for job in jobs))


def main(jobs):
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(run(jobs))
    finally:
        loop.close()
