import asyncio


async def read_all(read, sensors):
    readings = []
    for sensor in sensors:
        readings.append(read(sensor))
        await asyncio.sleep(0)
    return readings
