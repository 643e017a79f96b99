import asyncio


async def settle(jobs):
    results, errors = [], []
    for ready in asyncio.as_completed([job() for job in jobs]):
        try:
            results.append(await ready)
            errors.append(None)
        except Exception as error:
            results.append(None)
            errors.append(error)
    return results, errors
