"""A count of calls in flight behind a Condition; calls that run already may end after an error."""

import asyncio


async def bounded_map(fn, items, limit):
    changed = asyncio.Condition()
    running = 0
    errors = []
    tasks = []

    async def one(item):
        nonlocal running
        try:
            return await fn(item)
        except Exception as error:
            errors.append(error)
        finally:
            async with changed:
                running -= 1
                changed.notify()

    try:
        for item in items:
            async with changed:
                await changed.wait_for(lambda: running < limit)
                if errors:
                    break
                running += 1
            tasks.append(asyncio.create_task(one(item)))
        results = [await task for task in tasks]
    except BaseException:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise
    if errors:
        raise errors[0]
    return results
