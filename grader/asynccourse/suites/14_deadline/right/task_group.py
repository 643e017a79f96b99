"""A TaskGroup with the job in it and a timer beside it; its one error is unpacked."""

import asyncio


async def within(job, seconds, default):
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.TaskGroup() as group:
            task = group.create_task(job())
            timer = loop.call_later(seconds, task.cancel)
    except* Exception as errors:
        error = errors.exceptions[0]
    else:
        return default if task.cancelled() else task.result()
    finally:
        timer.cancel()
    raise error
