import asyncio


async def settle(jobs):
    tasks = [asyncio.create_task(job()) for job in jobs]
    try:
        await asyncio.gather(*tasks, return_exceptions=True)
    except asyncio.CancelledError:
        print("cancelled, giving what there is")
    results, errors = [], []
    for task in tasks:
        failed = task.cancelled() or task.exception()
        results.append(None if failed else task.result())
        errors.append(None if task.cancelled() else task.exception())
    return results, errors
