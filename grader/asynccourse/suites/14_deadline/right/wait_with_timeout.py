"""A task and `asyncio.wait`, which raises nothing: whatever ends the wait, the task ends too."""

import asyncio


async def within(job, seconds, default):
    task = asyncio.create_task(job())
    try:
        done, _ = await asyncio.wait([task], timeout=seconds)
    finally:
        task.cancel()
        await asyncio.wait([task])
    return task.result() if done else default
