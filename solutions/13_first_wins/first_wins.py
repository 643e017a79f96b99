"""The first success wins: the reference solution."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence


async def race(jobs: Sequence[Callable[[], Coroutine[None, None, object]]]) -> object:
    """Run all jobs together and return the result of the first that succeeds.

    Each job is a coroutine function without arguments. When one has succeeded, those that still run
    are cancelled. If all fail, an `ExceptionGroup` of all their exceptions is raised; without jobs,
    a `ValueError`. However this function ends, all jobs have ended before it.
    """
    if not jobs:
        raise ValueError("a race needs at least one job")
    pending = {asyncio.create_task(job()) for job in jobs}
    errors: list[BaseException] = []
    try:
        while pending:
            done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            winner = None
            # Several may have ended at once. Look at all of them, also behind a winner: an error
            # that nobody has looked at is reported as lost.
            for task in done:
                error = task.exception()
                if error is None:
                    winner = task
                else:
                    errors.append(error)
            if winner is not None:
                return winner.result()
        # Made of nothing but `Exception`s, this is an `ExceptionGroup`.
        raise BaseExceptionGroup("no job succeeded", errors)
    finally:
        # Also on the way out with an error or a cancellation: `wait` leaves its tasks running.
        for task in pending:
            task.cancel()
        # Now they clean up. `gather` waits for that, and takes their errors, which are no matter.
        await asyncio.gather(*pending, return_exceptions=True)
