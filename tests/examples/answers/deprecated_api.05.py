import asyncio


def main(jobs):
    async def together():
        return await asyncio.gather(*(job() for job in jobs))

    loop = asyncio.get_event_loop()
    return loop.run_until_complete(together())
