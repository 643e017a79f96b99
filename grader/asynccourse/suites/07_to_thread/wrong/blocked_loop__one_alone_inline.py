"""A single sensor is read at once, on the loop's own thread."""

import asyncio


async def read_all(read, sensors):
    if len(sensors) == 1:
        return [read(sensors[0])]
    return await asyncio.gather(*(asyncio.to_thread(read, sensor) for sensor in sensors))
