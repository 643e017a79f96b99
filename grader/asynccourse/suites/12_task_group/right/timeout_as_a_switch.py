"""A timeout without a time: the first failure sets it to now, and it cancels all that runs."""

import asyncio


async def all_or_nothing(jobs):
    errors = []

    async def run(job, switch):
        try:
            return await job()
        except Exception as error:
            if not errors:
                switch.reschedule(0)
            errors.append(error)

    try:
        async with asyncio.timeout(None) as switch:
            runs = [run(job, switch) for job in jobs]
            results = await asyncio.gather(*runs, return_exceptions=True)
    except TimeoutError:
        raise ExceptionGroup("switched off", errors) from None
    return results
