"""The right place for each kind of work.

`dispatch` is given work of three kinds. Run each where it belongs, and all of it at once.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
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
    raise NotImplementedError


async def hello() -> str:
    """Wait as coroutines do."""
    await asyncio.sleep(0.2)
    return "async"


def read() -> str:
    """Wait as old libraries do."""
    time.sleep(0.2)
    return "blocking"


def compute() -> int:
    """Compute for a while."""
    return sum(number * number for number in range(2_000_000))


async def main() -> None:
    """Show how long two jobs of each kind take."""
    start = time.perf_counter()
    jobs: list[tuple[Kind, Callable[[], Any]]] = [
        ("async", hello),
        ("blocking", read),
        ("cpu", compute),
    ] * 2
    try:
        print(await dispatch(jobs))
    except NotImplementedError:
        print("dispatch is still to be written")
        return
    print(f"{time.perf_counter() - start:.2f} s")


# Where workers are started afresh (macOS, Windows) they import this file; without the next line
# that fails.
if __name__ == "__main__":
    asyncio.run(main())
