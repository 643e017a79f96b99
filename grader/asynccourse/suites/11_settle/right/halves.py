"""Half of the jobs beside the other half, down to one job, which can't be halved."""

import asyncio


async def settle(jobs):
    if not jobs:
        return [], []
    if len(jobs) > 1:
        middle = len(jobs) // 2
        async with asyncio.TaskGroup() as group:
            parts = [group.create_task(settle(part)) for part in (jobs[:middle], jobs[middle:])]
        (results, errors), (more_results, more_errors) = [part.result() for part in parts]
        return results + more_results, errors + more_errors
    try:
        return [await jobs[0]()], [None]
    except Exception as error:
        return [None], [error]
