"""A timeout without a time: the winner sets it to now, and it cancels all that runs."""

import asyncio


async def race(jobs):
    if not jobs:
        raise ValueError("no jobs")
    results, errors = [], []

    async def run(job, finish):
        try:
            result = await job()
        except Exception as error:
            errors.append(error)
        else:
            if not results:
                finish.reschedule(asyncio.get_running_loop().time())
            results.append(result)

    try:
        async with asyncio.timeout(None) as finish:
            await asyncio.gather(*[run(job, finish) for job in jobs], return_exceptions=True)
    except TimeoutError:
        return results[0]
    raise ExceptionGroup("no result", errors)
