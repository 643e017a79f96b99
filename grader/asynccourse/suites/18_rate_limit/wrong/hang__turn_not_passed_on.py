import asyncio
from collections import deque


class RateLimiter:
    def __init__(self, rate, per):
        self.per = per
        self.starts = deque(maxlen=rate)
        self.waiting = []
        self.busy = False

    async def __aenter__(self):
        loop = asyncio.get_running_loop()
        if self.busy:
            turn = loop.create_future()
            self.waiting.append(turn)
            await turn
        self.busy = True
        if len(self.starts) == self.starts.maxlen:
            await asyncio.sleep(self.starts[0] + self.per - loop.time())
        self.starts.append(loop.time())
        self.busy = False
        if self.waiting:
            self.busy = True
            self.waiting.pop(0).set_result(None)

    async def __aexit__(self, *error):
        pass
