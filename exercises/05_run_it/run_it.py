"""Start the event loop: the way from ordinary code into asyncio."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Sequence
from typing import Any


def main(jobs: Sequence[Callable[[], Coroutine[Any, Any, object]]]) -> list[object]:
    """Run every job concurrently and return their results in the order of `jobs`.

    Each job is a function without arguments that returns a coroutine. This is an ordinary function:
    whoever calls it knows nothing of asyncio, and may call it again. It runs all jobs in one event
    loop, and leaves none open behind it. If a job fails, its error reaches the caller, by itself or
    in an `ExceptionGroup` of nothing else.
    """
    raise NotImplementedError


def demo() -> None:
    """Run three jobs of 0.1, 0.2 and 0.3 s, twice."""

    async def job(seconds: float) -> float:
        await asyncio.sleep(seconds)
        return seconds

    jobs = [lambda seconds=seconds: job(seconds) for seconds in (0.1, 0.2, 0.3)]
    for _ in range(2):
        start = time.perf_counter()
        print(main(jobs), f"{time.perf_counter() - start:.2f} s; together they take 0.30 s")


if __name__ == "__main__":
    try:
        demo()
    except NotImplementedError:
        print("main() is not written yet")
