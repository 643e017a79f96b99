"""Each job gives a pair; `zip` turns the pairs into two lists."""

import asyncio


async def settle(jobs):
    async def attempt(job):
        try:
            return await job(), None
        except Exception as error:
            return None, error

    pairs = await asyncio.gather(*map(attempt, jobs))
    results, errors = zip(*pairs) if pairs else ((), ())
    return list(results), list(errors)
