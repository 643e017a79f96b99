"""A loop in a thread of its own, which works wherever main() is called from."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


def main(jobs):
    async def together():
        return await asyncio.gather(*[job() for job in jobs])

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, together()).result()
