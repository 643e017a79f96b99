import asyncio
from collections import deque


class RateLimiter:
    def __init__(self, rate, per):
        self.per = per
        self.starts = deque([float("-inf")] * rate, rate)

    async def __aenter__(self):
        now = asyncio.get_running_loop().time()
        mine = max(now, self.starts[0] + self.per, self.starts[-1])
        self.starts.append(mine)
        if mine > now:
            await asyncio.sleep(mine - now)
        return self

    async def __aexit__(self, *error):
        return False
