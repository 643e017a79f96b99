import asyncio


async def read_all(read, sensors):
    if not sensors:
        return []
    *others, last = sensors
    tasks = [asyncio.create_task(asyncio.to_thread(read, sensor)) for sensor in others]
    await asyncio.sleep(0)
    reading = read(last)
    return [await task for task in tasks] + [reading]
