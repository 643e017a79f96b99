import asyncio
from concurrent.futures import ThreadPoolExecutor


async def read_all(read, sensors):
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=10) as pool:
        return await asyncio.gather(
            *(loop.run_in_executor(pool, read, sensor) for sensor in sensors)
        )
