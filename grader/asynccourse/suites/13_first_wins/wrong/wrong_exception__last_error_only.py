import asyncio


async def race(jobs):
    if not jobs:
        raise ValueError("no jobs")
    pending = {asyncio.create_task(job()) for job in jobs}
    errors = []
    try:
        while pending:
            done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            errors += [task.exception() for task in done if task.exception()]
            for task in done:
                if not task.exception():
                    return task.result()
        raise errors[-1]
    finally:
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)
