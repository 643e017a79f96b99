import asyncio


async def read_all(read, sensors):
    loop = asyncio.get_running_loop()
    return [await loop.run_in_executor(None, read(sensor)) for sensor in sensors]
