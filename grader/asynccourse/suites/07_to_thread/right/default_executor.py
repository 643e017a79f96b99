"""`run_in_executor` gives futures that are under way already; they are awaited in order."""

import asyncio


async def read_all(read, sensors):
    loop = asyncio.get_running_loop()
    futures = [loop.run_in_executor(None, read, sensor) for sensor in sensors]
    return list(await asyncio.gather(*futures))
