"""`as_completed` over coroutines that never fail and know their number."""

import asyncio


async def numbered(number, job):
    try:
        return number, await job(), None
    except Exception as error:
        return number, None, error


async def settle(jobs):
    tasks = [asyncio.create_task(numbered(*pair)) for pair in enumerate(jobs)]
    ends = []
    try:
        for ready in asyncio.as_completed(tasks):
            ends.append(await ready)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    ends.sort(key=lambda end: end[0])
    return [result for _, result, _ in ends], [error for _, _, error in ends]
