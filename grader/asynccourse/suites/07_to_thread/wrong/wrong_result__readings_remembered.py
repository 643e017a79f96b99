"""Remembers each reading, and never reads that sensor again."""

import asyncio

known = {}


async def read_all(read, sensors):
    async def one(sensor):
        if sensor not in known:
            known[sensor] = await asyncio.to_thread(read, sensor)
        return known[sensor]

    return await asyncio.gather(*(one(sensor) for sensor in sensors))
