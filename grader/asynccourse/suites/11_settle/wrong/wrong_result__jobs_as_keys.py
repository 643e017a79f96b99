import asyncio


async def settle(jobs):
    tasks = {job: asyncio.create_task(job()) for job in jobs}
    await asyncio.gather(*tasks.values(), return_exceptions=True)
    errors = [tasks[job].exception() for job in jobs]
    return [None if tasks[job].exception() else tasks[job].result() for job in jobs], errors
