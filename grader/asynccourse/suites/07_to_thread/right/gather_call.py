"""`asyncio.gather` over `to_thread`."""

import asyncio


async def read_all(read, sensors):
    return await asyncio.gather(*(asyncio.to_thread(read, sensor) for sensor in sensors))
