import asyncio


async def read_all(read, sensors):
    readings = []

    def one(sensor):
        readings.append(read(sensor))

    async with asyncio.TaskGroup() as group:
        for sensor in sensors:
            group.create_task(asyncio.to_thread(one, sensor))
    return readings
