import asyncio


def main(jobs):
    async def together():
        return await asyncio.gather(*(job() for job in jobs))

    runner = asyncio.Runner()
    return runner.run(together())
