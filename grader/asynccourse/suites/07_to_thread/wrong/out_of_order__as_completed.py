import asyncio


async def read_all(read, sensors):
    threads = [asyncio.to_thread(read, sensor) for sensor in sensors]
    return [await ready for ready in asyncio.as_completed(threads)]
