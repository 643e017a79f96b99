import asyncio


async def read_all(read, sensors):
    tasks = [asyncio.create_task(asyncio.to_thread(read, sensor)) for sensor in sensors]
    try:
        return await asyncio.gather(*tasks)
    except asyncio.CancelledError:
        return []
