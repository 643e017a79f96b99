import asyncio


async def all_or_nothing(jobs):
    tasks = [asyncio.create_task(job()) for job in jobs]
    try:
        return await asyncio.gather(*tasks)
    except Exception:
        for task in tasks:
            task.cancel()
        done, _ = await asyncio.wait(tasks, timeout=1)
        errors = [task.exception() for task in done if not task.cancelled()]
        raise ExceptionGroup("failed", [error for error in errors if error])
