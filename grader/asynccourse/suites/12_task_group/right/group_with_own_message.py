"""The TaskGroup's error, with words of its own."""

import asyncio


async def all_or_nothing(jobs):
    tasks = {}
    try:
        async with asyncio.TaskGroup() as group:
            for number, job in enumerate(jobs):
                tasks[number] = group.create_task(job(), name=f"job {number}")
    except* Exception as failed:
        raise failed.derive(failed.exceptions) from None
    return [tasks[number].result() for number in sorted(tasks)]
