"""Readings as they come, each put in its place."""

import asyncio


async def read_all(read, sensors):
    readings = [0.0] * len(sensors)

    def fill(place, sensor):
        readings[place] = read(sensor)

    for ready in asyncio.as_completed(
        [asyncio.to_thread(fill, *pair) for pair in enumerate(sensors)]
    ):
        await ready
    return readings
