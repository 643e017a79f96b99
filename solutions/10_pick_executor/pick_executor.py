"""The right place for each kind of work: the reference solution."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, Literal, TypeAlias

Kind: TypeAlias = Literal["async", "blocking", "cpu"]


async def dispatch(jobs: Sequence[tuple[Kind, Callable[[], Any]]]) -> list[Any]:
    """Run all jobs at once and return their results in the order of `jobs`.

    A job is a pair of its kind and a function without arguments:

    - "async": a coroutine function; it runs on this event loop.
    - "blocking": it waits, and blocks its thread meanwhile; it runs in a thread, not in a process.
    - "cpu": it computes; it runs in a worker process. It can be sent to one.

    Cancelling the caller cancels the coroutines. However `dispatch` ends, its worker processes have
    ended before it; a thread may still end its job, which nobody can stop.
    """
    loop = asyncio.get_running_loop()
    # A pool starts no process before it is given something: without "cpu" jobs it costs nothing.
    # Leaving the block waits for the workers, after an error or a cancellation too; see 09.
    with ProcessPoolExecutor() as processes:

        def started(kind: Kind, work: Callable[[], Any]) -> Awaitable[Any]:
            if kind == "cpu":
                return loop.run_in_executor(processes, work)
            # to_thread uses the loop's own pool of threads, made at its first use and kept.
            return asyncio.to_thread(work) if kind == "blocking" else work()

        return await asyncio.gather(*(started(kind, work) for kind, work in jobs))
