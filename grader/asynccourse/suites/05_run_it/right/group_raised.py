"""A TaskGroup that raises its ExceptionGroup."""

import asyncio


def main(jobs):
    async def run():
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(job()) for job in jobs]
        return [task.result() for task in tasks]

    return asyncio.run(run())
