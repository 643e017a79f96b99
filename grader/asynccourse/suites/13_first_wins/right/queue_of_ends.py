"""A queue into which every task puts how it ended."""

import asyncio


async def race(jobs):
    if not jobs:
        raise ValueError("there is nobody to win")
    ends = asyncio.Queue()

    async def runner(job):
        try:
            ends.put_nowait((await job(), None))
        except Exception as error:
            ends.put_nowait((None, error))

    async with asyncio.TaskGroup() as group:
        runners = [group.create_task(runner(job)) for job in jobs]
        errors = []
        while len(errors) < len(jobs):
            result, error = await ends.get()
            if error is None:
                for one in runners:
                    one.cancel()
                return result
            errors.append(error)
    raise ExceptionGroup("all failed", errors)
