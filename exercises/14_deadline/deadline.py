"""Give a job so many seconds, and go on without it after that."""

import asyncio
import time
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
    raise NotImplementedError


async def main() -> None:
    """Ask two forecasts for their answer, and wait for neither longer than 0.3 s."""

    async def forecast(name: str, seconds: float) -> str:
        try:
            await asyncio.sleep(seconds)
        except asyncio.CancelledError:
            print(f"{name} was told to stop")
            raise
        return f"{name} says: rain"

    start = time.perf_counter()
    for name, seconds in (("quick", 0.1), ("slow", 2.0)):
        answer = await within(lambda n=name, s=seconds: forecast(n, s), 0.3, "nothing")  # type: ignore[misc]
        print(f"{time.perf_counter() - start:.2f} s  {answer}")
    print("0.40 s is enough for both")


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except NotImplementedError:
        print("within() is still to be written")
