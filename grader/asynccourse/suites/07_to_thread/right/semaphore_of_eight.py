"""Bounded to eight threads at a time, which is more than the five that must be."""

import asyncio


async def read_all(read, sensors):
    gate = asyncio.Semaphore(8)

    async def one(sensor):
        async with gate:
            return await asyncio.to_thread(read, sensor)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(sensor)) for sensor in sensors]
    return [task.result() for task in tasks]
