import asyncio


async def read_all(read, sensors):
    lock = asyncio.Lock()

    async def one(sensor):
        async with lock:
            return await asyncio.to_thread(read, sensor)

    return await asyncio.gather(*(one(sensor) for sensor in sensors))
