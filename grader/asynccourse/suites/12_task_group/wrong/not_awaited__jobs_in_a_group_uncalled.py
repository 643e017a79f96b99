import asyncio


async def all_or_nothing(jobs):
    async with asyncio.TaskGroup():
        results = [job() for job in jobs]
    return results
