"""A pool for the whole program; its futures are wrapped into the loop's."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

pool = ThreadPoolExecutor(max_workers=32)


async def read_all(read, sensors):
    futures = [asyncio.wrap_future(pool.submit(read, sensor)) for sensor in sensors]
    return [await future for future in futures] if futures else []
