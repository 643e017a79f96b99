import asyncio


async def read_all(read, sensors):
    def read_them():
        return [read(sensor) for sensor in sensors]

    return await asyncio.to_thread(read_them)
