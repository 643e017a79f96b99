"""A count of calls in flight behind a Condition, which also tells of the first error."""

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
                await changed.wait_for(lambda: running < limit or errors)
                if errors:
                    break
                running += 1
            tasks.append(asyncio.create_task(one(item)))
        async with changed:
            await changed.wait_for(lambda: not running or errors)
    finally:
        for task in tasks:
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
    if errors:
        raise errors[0]
    return results
