"""Start the event loop: the reference solution."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any


def main(jobs: Sequence[Callable[[], Coroutine[Any, Any, object]]]) -> list[object]:
    """Run every job concurrently and return their results in the order of `jobs`.

    Each job is a function without arguments that returns a coroutine. This is an ordinary function:
    whoever calls it knows nothing of asyncio, and may call it again. It runs all jobs in one event
    loop, and leaves none open behind it. If a job fails, its error reaches the caller, by itself or
    in an `ExceptionGroup` of nothing else.
    """
    # asyncio.run makes a loop, runs one coroutine to its end, cancels what is left and closes the
    # loop, also when it fails. It is the only line in this file that has to know about loops.
    return asyncio.run(_all(jobs))


async def _all(jobs: Sequence[Callable[[], Coroutine[Any, Any, object]]]) -> list[object]:
    """Run the jobs together. The jobs are called in here, where a loop is running."""
    return await asyncio.gather(*(job() for job in jobs))
