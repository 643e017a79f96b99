"""A task and `asyncio.wait`, which raises nothing: whatever ends the wait, the task ends too."""

import asyncio


async def within(job, seconds, default):
    task = asyncio.create_task(job())
    try:
        done, _ = await asyncio.wait([task], timeout=seconds)
    finally:
        # A cancelled gather cancels the task once more, and waits for its end all the same.
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    return task.result() if done else default
