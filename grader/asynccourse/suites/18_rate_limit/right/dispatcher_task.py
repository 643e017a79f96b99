"""A task that serves the line, and lives only as long as somebody stands in it."""

import asyncio
from collections import deque


class RateLimiter:
    def __init__(self, rate, per):
        self.per = per
        self.starts = deque(maxlen=rate)
        self.line = deque()
        self.serving = None

    async def __aenter__(self):
        turn = asyncio.get_running_loop().create_future()
        self.line.append(turn)
        if self.serving is None:
            self.serving = asyncio.create_task(self.serve())
        await turn
        return self

    async def serve(self):
        loop = asyncio.get_running_loop()
        while self.line:
            if self.line[0].done():
                self.line.popleft()
                continue
            if len(self.starts) == self.starts.maxlen:
                rest = self.starts[0] + self.per - loop.time()
                if rest > 0:
                    await asyncio.sleep(rest)
                    continue
            self.starts.append(loop.time())
            self.line.popleft().set_result(None)
        self.serving = None

    async def __aexit__(self, *error):
        pass
