"""All tasks started, then awaited in turn; a `finally` ends what is left."""

import asyncio


async def settle(jobs):
    tasks = [asyncio.ensure_future(job()) for job in jobs]
    results, errors = [], []
    try:
        for task in tasks:
            result = error = None
            try:
                result = await task
            except Exception as raised:
                error = raised
            results.append(result)
            errors.append(error)
        return results, errors
    finally:
        for task in tasks:
            task.cancel()
