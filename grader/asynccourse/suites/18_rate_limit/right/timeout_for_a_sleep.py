"""A lock in a helper with the lazy making of what needs a loop; sleeps through a timeout."""

import asyncio


class RateLimiter:
    def __init__(self, rate: int, per: float):
        self._rate = rate
        self._per = per
        self._lock = None
        self._history: list[float] = []

    async def __aenter__(self):
        if self._lock is None:
            self._lock = asyncio.Lock()
        await self._lock.acquire()
        try:
            await self._room()
            self._history = [*self._history[1 - self._rate :], self._now()]
            if self._rate == 1:
                self._history = self._history[-1:]
        finally:
            self._lock.release()
        return self

    async def __aexit__(self, *_):
        return None

    def _now(self):
        return asyncio.get_running_loop().time()

    async def _room(self):
        if len(self._history) < self._rate:
            return
        try:
            async with asyncio.timeout_at(self._history[0] + self._per):
                if self._now() < self._history[0] + self._per:
                    await asyncio.Event().wait()
        except TimeoutError:
            pass
