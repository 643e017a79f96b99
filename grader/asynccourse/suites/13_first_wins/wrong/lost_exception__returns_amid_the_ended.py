import asyncio


async def race(jobs):
    pending = {asyncio.create_task(job()) for job in jobs}
    errors = []
    try:
        while True:
            done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                if task.exception() is None:
                    return task.result()
                errors.append(task.exception())
            if not pending:
                raise ExceptionGroup(f"all {len(jobs)} jobs failed", errors)
    finally:
        for task in pending:
            task.cancel()
        if pending:
            await asyncio.gather(*pending, return_exceptions=True)
