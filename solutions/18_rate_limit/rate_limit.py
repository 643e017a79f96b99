"""So many a second, and no more: the reference solution."""

import asyncio
from collections import deque
from types import TracebackType


class RateLimiter:
    """Lets at most `rate` bodies of `async with limiter:` start in any `per` seconds.

    Up to `rate` may start at once; the next one starts as soon as the start of `rate` before it is
    `per` seconds old, in the order in which the tasks came. How long a body takes doesn't matter.
    """

    def __init__(self, rate: int, per: float) -> None:
        self._per = per
        # The last `rate` starts and no more: the deque drops the oldest by itself.
        self._starts: deque[float] = deque(maxlen=rate)
        self._turn = asyncio.Lock()

    async def __aenter__(self) -> None:
        """Wait until one more may start."""
        loop = asyncio.get_running_loop()
        # Only one task at a time may look, wait and write down its start, or several would see the
        # same free place. The lock lets them in as they came; it is free again before the body
        # runs, and also when the one who waits is cancelled.
        async with self._turn:
            if len(self._starts) == self._starts.maxlen:
                await asyncio.sleep(self._starts[0] + self._per - loop.time())
            self._starts.append(loop.time())

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Let what the body raised pass."""
        # The end of a body is no concern of a rate.
