"""A nested coroutine function with a TaskGroup."""

import asyncio


def main(jobs):
    async def run():
        async def call(job):
            return await job()

        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(call(job)) for job in jobs]
        except ExceptionGroup as failures:
            raise failures.exceptions[0]
        return [task.result() for task in tasks]

    return asyncio.run(run())
