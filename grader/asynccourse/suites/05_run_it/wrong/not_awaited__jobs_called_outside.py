"""The jobs are called before there is a loop."""

import asyncio


async def run_all(coroutines):
    return await asyncio.gather(*coroutines)


def main(jobs):
    return asyncio.run(run_all([job() for job in jobs]))
