"""So many a second, and no more.

Write `RateLimiter`, which lets at most `rate` bodies start in any `per` seconds.
"""

import asyncio
import time
from types import TracebackType


class RateLimiter:
    """Lets at most `rate` bodies of `async with limiter:` start in any `per` seconds.

    Up to `rate` may start at once; the next one starts as soon as the start of `rate` before it is
    `per` seconds old, in the order in which the tasks came. How long a body takes doesn't matter.
    """

    def __init__(self, rate: int, per: float) -> None:
        raise NotImplementedError

    async def __aenter__(self) -> None:
        """Wait until one more may start."""
        raise NotImplementedError

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Let what the body raised pass."""
        raise NotImplementedError


async def main() -> None:
    """Show when eight jobs start, three of them in any half second."""
    try:
        limiter = RateLimiter(3, 0.5)
    except NotImplementedError:
        print("RateLimiter is still to be written.")
        return
    start = time.perf_counter()

    async def job(name: str) -> None:
        async with limiter:
            print(f"{time.perf_counter() - start:.2f} s  {name} starts")
            await asyncio.sleep(1)

    await asyncio.gather(*(job(name) for name in "abcdefgh"))
    print(f"{time.perf_counter() - start:.2f} s; 2.00 s is right")


if __name__ == "__main__":
    asyncio.run(main())
