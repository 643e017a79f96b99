import asyncio


async def read_all(read, sensors):
    async def one(sensor):
        return await (await asyncio.to_thread(read, sensor))

    return await asyncio.gather(*(one(sensor) for sensor in sensors))
