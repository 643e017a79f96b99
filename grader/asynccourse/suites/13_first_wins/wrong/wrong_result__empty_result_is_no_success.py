import asyncio


async def race(jobs):
    tasks = [asyncio.create_task(job()) for job in jobs]
    errors = []
    winner = None
    try:
        for ready in asyncio.as_completed(tasks):
            try:
                winner = await ready
            except Exception as error:
                errors.append(error)
            if winner:
                return winner
        raise ExceptionGroup("all failed", errors)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
