import asyncio


async def settle(jobs):
    results, errors = [None] * len(jobs), [None] * len(jobs)
    for place, job in enumerate(jobs):
        task = asyncio.create_task(job())
        try:
            results[place] = await task
        except Exception as error:
            errors[place] = error
    return results, errors
