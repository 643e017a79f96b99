"""Structured to the end: when cancelled, it waits for the threads before it ends so."""

import asyncio


async def read_all(read, sensors):
    tasks = [asyncio.create_task(asyncio.to_thread(read, sensor)) for sensor in sensors]
    both = asyncio.gather(*tasks)
    try:
        return await asyncio.shield(both)
    finally:
        await asyncio.gather(*tasks, return_exceptions=True)
