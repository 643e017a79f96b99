"""A group that a job has raised is taken apart: its members stand in its place."""

import asyncio


def flat(error):
    if isinstance(error, ExceptionGroup):
        for member in error.exceptions:
            yield from flat(member)
    else:
        yield error


async def race(jobs):
    if not jobs:
        raise ValueError("no jobs")
    tasks = [asyncio.create_task(job()) for job in jobs]
    errors = []
    try:
        for ready in asyncio.as_completed(tasks):
            try:
                return await ready
            except Exception as error:
                errors += flat(error)
        raise ExceptionGroup("all failed", errors)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
