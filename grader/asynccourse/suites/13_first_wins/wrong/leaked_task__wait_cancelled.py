import asyncio


async def race(jobs):
    if not jobs:
        raise ValueError("no jobs")
    pending = {asyncio.create_task(job()) for job in jobs}
    errors = []
    while pending:
        done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
        winners = [task for task in done if not task.exception()]
        if winners:
            for task in pending:
                task.cancel()
            await asyncio.gather(*pending, return_exceptions=True)
            return winners[0].result()
        errors += [task.exception() for task in done]
    raise ExceptionGroup("all failed", errors)
