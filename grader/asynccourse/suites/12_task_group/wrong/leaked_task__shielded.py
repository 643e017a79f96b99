import asyncio


async def all_or_nothing(jobs):
    async def run(job):
        return await asyncio.shield(job())

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(run(job)) for job in jobs]
    return [task.result() for task in tasks]
