"""Each job is started one turn of the loop after the one before it."""

import asyncio


def main(jobs):
    async def together():
        tasks = []
        for job in jobs:
            tasks.append(asyncio.ensure_future(job()))
            await asyncio.sleep(0)
        return await asyncio.gather(*tasks)

    return asyncio.run(together())
