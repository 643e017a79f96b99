import asyncio
import time


async def race(jobs):
    async def clocked(job):
        try:
            return None, await job(), time.monotonic()
        except Exception as error:
            return error, None, time.monotonic()

    ends = await asyncio.gather(*(clocked(job) for job in jobs))
    good = [end for end in ends if end[0] is None]
    if good:
        return min(good, key=lambda end: end[2])[1]
    raise ExceptionGroup("all failed", [error for error, _, _ in ends])
