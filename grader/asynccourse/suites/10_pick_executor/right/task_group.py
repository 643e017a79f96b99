"""A group; a single failure is taken out of it."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def dispatch(jobs):
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor() as pool:

        async def run(kind, work):
            if kind == "cpu":
                return await loop.run_in_executor(pool, work)
            if kind == "blocking":
                return await asyncio.to_thread(work)
            return await work()

        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(run(*job)) for job in jobs]
        except BaseExceptionGroup as errors:
            raise errors.exceptions[0]
        return [task.result() for task in tasks]
