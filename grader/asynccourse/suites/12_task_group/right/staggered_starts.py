"""One job is started in each turn of the loop, until one fails; then none is started any more."""

import asyncio


async def all_or_nothing(jobs):
    failure = asyncio.get_running_loop().create_future()
    tasks = []

    def look(task):
        if not task.cancelled() and task.exception() and not failure.done():
            failure.set_result(True)

    try:
        for job in jobs:
            tasks.append(asyncio.create_task(job()))
            tasks[-1].add_done_callback(look)
            await asyncio.sleep(0)
            if failure.done():
                break
        everything = asyncio.ensure_future(end_of(tasks))
        await asyncio.wait([everything, failure], return_when=asyncio.FIRST_COMPLETED)
    finally:
        failure.cancel()
        for task in tasks:
            task.cancel()
        ends = await end_of(tasks)
    errors = [end for end in ends if isinstance(end, Exception)]
    if errors:
        raise ExceptionGroup("some", errors)
    return ends


async def end_of(tasks):
    return await asyncio.gather(*tasks, return_exceptions=True)
