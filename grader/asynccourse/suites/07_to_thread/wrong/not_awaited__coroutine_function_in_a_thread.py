import asyncio


async def read_all(read, sensors):
    async def one(sensor):
        return read(sensor)

    return await asyncio.gather(*(asyncio.to_thread(one, sensor) for sensor in sensors))
