"""`asyncio.wait` never raises; afterwards each task is asked how it ended."""

import asyncio


async def settle(jobs):
    tasks = [asyncio.create_task(job()) for job in jobs]
    try:
        if tasks:
            await asyncio.wait(tasks)
    except asyncio.CancelledError:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise
    errors = [task.exception() for task in tasks]
    return [None if task.exception() else task.result() for task in tasks], errors
