import asyncio


async def race(jobs):
    errors = []
    for ready in asyncio.as_completed([job() for job in jobs]):
        try:
            return await ready
        except Exception as error:
            errors.append(error)
    raise ExceptionGroup("all failed", errors)
