"""Uses a limiter as a program would: `async with` around a job, in a task for each."""

import asyncio


async def visit(limiter, job, name):
    """Do one job in the limiter."""
    async with limiter:
        return await job(name)


async def visits(limiter, job, plan):
    """Start a task for each (pause, name) of the plan, after its pause; wait for all."""
    tasks = []
    try:
        for pause, name in plan:
            if pause:
                await asyncio.sleep(pause)
            tasks.append(asyncio.create_task(visit(limiter, job, name)))
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
