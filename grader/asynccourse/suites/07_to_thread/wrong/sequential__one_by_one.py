import asyncio


async def read_all(read, sensors):
    return [await asyncio.to_thread(read, sensor) for sensor in sensors]
