"""One thread on behalf of all: in it, a pool maps the sensors and is closed."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


async def read_all(read, sensors):
    def read_them():
        with ThreadPoolExecutor(max_workers=len(sensors)) as pool:
            return list(pool.map(read, sensors))

    return await asyncio.to_thread(read_them) if sensors else []
