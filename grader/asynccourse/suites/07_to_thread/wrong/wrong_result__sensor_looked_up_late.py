"""The lambdas look `sensor` up when the loop over the sensors is over: all read the last one."""

import asyncio


async def read_all(read, sensors):
    works = []
    for sensor in sensors:
        works.append(asyncio.to_thread(lambda: read(sensor)))
    return await asyncio.gather(*works)
