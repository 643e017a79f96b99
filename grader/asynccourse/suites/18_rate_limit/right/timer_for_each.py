"""Each who waits has a timer of its own; whenever the line changes, all are set anew."""

import asyncio


class RateLimiter:
    def __init__(self, rate, per):
        self.rate = rate
        self.per = per
        self.starts = []
        self.line = []
        self.timers = []

    def plan(self):
        loop = asyncio.get_running_loop()
        while self.timers:
            self.timers.pop().cancel()
        times = self.starts[-self.rate :]
        for future in self.line:
            due = loop.time()
            if len(times) >= self.rate:
                due = max(due, times[-self.rate] + self.per)
            times.append(due)
            self.timers.append(loop.call_at(due, self.go, future))

    def go(self, future):
        self.starts = [*self.starts[-self.rate :], asyncio.get_running_loop().time()]
        self.line.remove(future)
        future.set_result(self.starts[-1])
        self.plan()

    async def __aenter__(self):
        future = asyncio.get_running_loop().create_future()
        self.line.append(future)
        self.plan()
        try:
            await future
        except asyncio.CancelledError:
            if future in self.line:
                self.line.remove(future)
            else:
                self.starts.remove(future.result())
            self.plan()
            raise

    async def __aexit__(self, kind, error, traceback):
        pass
