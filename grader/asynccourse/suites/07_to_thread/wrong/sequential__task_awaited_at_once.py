import asyncio


async def read_all(read, sensors):
    readings = []
    for sensor in sensors:
        task = asyncio.create_task(asyncio.to_thread(read, sensor))
        readings.append(await task)
    return readings
