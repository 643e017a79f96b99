"""One fails, the others go on: the reference solution."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence


async def settle(
    jobs: Sequence[Callable[[], Coroutine[None, None, object]]],
) -> tuple[list[object], list[Exception | None]]:
    """Run all jobs together, each to its end, and return `(results, errors)`.

    Each job is a coroutine function without arguments. Both lists have one place for every job, in
    the order of `jobs`. If job n returned, `results[n]` is what it returned and `errors[n]` is
    None; if it raised an exception, `results[n]` is None and `errors[n]` is the exception.
    Cancelling the caller is no failure of a job: it cancels all of them and passes through.
    """
    # No task of this group can fail, since `_one` catches what its job raises. So the group never
    # cancels one job for another's sake, and still ends all of them when the caller is cancelled.
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(_one(job)) for job in jobs]
    outcomes = [task.result() for task in tasks]
    return [result for result, _ in outcomes], [error for _, error in outcomes]


async def _one(job: Callable[[], Coroutine[None, None, object]]) -> tuple[object, Exception | None]:
    """Run one job and return its result, or its error.

    `gather(..., return_exceptions=True)` would do the same but for one thing: it can't tell a job
    that raised an exception from a job that returned one.
    """
    try:
        return await job(), None
    except Exception as error:  # not BaseException: a cancellation is not for us to catch
        return None, error
