import asyncio


async def settle(jobs):
    results, errors = [], []

    async def one(job):
        try:
            result, error = await job(), None
        except Exception as raised:
            result, error = None, raised
        results.append(result)
        errors.append(error)

    await asyncio.gather(*(one(job) for job in jobs))
    return results, errors
