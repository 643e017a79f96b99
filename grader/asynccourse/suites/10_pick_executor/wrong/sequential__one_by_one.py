"""Each in its right place, one after the other."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def dispatch(jobs):
    loop = asyncio.get_running_loop()
    results = []
    with ProcessPoolExecutor() as pool:
        for kind, work in jobs:
            if kind == "async":
                results.append(await work())
            elif kind == "blocking":
                results.append(await asyncio.to_thread(work))
            else:
                results.append(await loop.run_in_executor(pool, work))
    return results
