"""All or nothing: the reference solution."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence


async def all_or_nothing(
    jobs: Sequence[Callable[[], Coroutine[None, None, object]]],
) -> list[object]:
    """Run all jobs together and return their results in the order of `jobs`.

    Each job is a coroutine function without arguments. If a job fails, those that still run are
    cancelled, and when all have ended an `ExceptionGroup` is raised: it holds the exception of each
    job that failed, and nothing else. However this function ends, all jobs have ended before it.
    """
    # The end of this block is where everything happens. It waits for all tasks; at the first error,
    # or when the caller is cancelled, it cancels what still runs and waits for the end of that too;
    # then it raises what went wrong. Written by hand that is twenty lines, easily got wrong.
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(job()) for job in jobs]
    # Past the block all tasks have succeeded: had one not, this line would not be reached.
    return [task.result() for task in tasks]
