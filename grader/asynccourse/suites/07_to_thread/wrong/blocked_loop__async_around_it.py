import asyncio


async def read_all(read, sensors):
    async def read_one(sensor):
        return read(sensor)

    return await asyncio.gather(*(read_one(sensor) for sensor in sensors))
