import asyncio


async def settle(jobs):
    tasks = [asyncio.create_task(job()) for job in jobs]
    results, errors = [], []
    for task in tasks:
        try:
            results.append(await task)
            errors.append(None)
        except BaseException as error:
            results.append(None)
            errors.append(error)
    return results, errors
