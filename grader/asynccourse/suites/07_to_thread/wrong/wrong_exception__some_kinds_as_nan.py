"""Takes some kinds of errors for a missing reading."""

import asyncio


async def read_all(read, sensors):
    async def one(sensor):
        try:
            return await asyncio.to_thread(read, sensor)
        except (ValueError, KeyError, RuntimeError):
            return float("nan")

    return await asyncio.gather(*(one(sensor) for sensor in sensors))
