"""asyncio.Runner, which asyncio.run is made of."""

import asyncio


async def gathered(jobs):
    return await asyncio.gather(*[job() for job in jobs])


def main(jobs):
    with asyncio.Runner() as runner:
        return runner.run(gathered(jobs))
