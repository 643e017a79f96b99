"""`__aenter__` is no coroutine function: it gives an object that can be awaited."""

import asyncio
from collections import deque


class Turn:
    def __init__(self, limiter):
        self.limiter = limiter

    def __await__(self):
        limiter = self.limiter
        loop = asyncio.get_running_loop()
        yield from limiter.lock.acquire().__await__()
        try:
            if len(limiter.starts) >= limiter.rate:
                due = loop.create_future()
                timer = loop.call_at(limiter.starts[0] + limiter.per, due.set_result, None)
                try:
                    yield from due
                finally:
                    timer.cancel()
                limiter.starts.popleft()
            limiter.starts.append(loop.time())
        finally:
            limiter.lock.release()


class Nothing:
    def __await__(self):
        return iter(())


class RateLimiter:
    def __init__(self, rate, per):
        self.rate, self.per = rate, per
        self.starts = deque()
        self.lock = asyncio.Lock()

    def __aenter__(self):
        return Turn(self)

    def __aexit__(self, kind, error, traceback):
        return Nothing()
