"""A pool as large as it has to be, which is left without waiting for its threads."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


async def read_all(read, sensors):
    if not sensors:
        return []
    loop = asyncio.get_running_loop()
    pool = ThreadPoolExecutor(max_workers=len(sensors))
    try:
        return await asyncio.gather(
            *(loop.run_in_executor(pool, read, sensor) for sensor in sensors)
        )
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
