"""Give a job so many seconds: the reference solution."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def within(job: Callable[[], Coroutine[Any, Any, T]], seconds: float, default: T) -> T:
    """Return the result of `await job()`, or `default` if that takes longer than `seconds`.

    At the deadline the job is cancelled, and `within` returns as soon as the job has ended: it may
    have something to clean up. An error that the job raises reaches the caller as it is, and so
    does a `TimeoutError` of the job's own. If the caller is cancelled, so is the job, and `within`
    ends as cancelled once the job has ended. Seconds may be 0: then no time is left.
    """
    # The job runs in our own task, so nothing can be left behind: whoever cancels us cancels it.
    # At the deadline the timeout cancels us too, and turns that one CancelledError, and no other,
    # into a TimeoutError once it has come all the way through the job's clean-up.
    try:
        async with asyncio.timeout(seconds) as deadline:
            return await job()
    except TimeoutError:
        # The job may raise TimeoutErrors of its own. Only the timeout itself knows whether it
        # has struck.
        if not deadline.expired():
            raise
        return default
