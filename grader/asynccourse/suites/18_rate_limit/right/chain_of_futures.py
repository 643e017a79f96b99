"""No lock: each waits for the future of the one before it, and settles its own for the next."""

import asyncio
from collections import deque


class RateLimiter:
    def __init__(self, rate, per):
        self.starts = deque(maxlen=rate)
        self.per = per
        self.last = None

    async def __aenter__(self):
        loop = asyncio.get_running_loop()
        before, mine = self.last, loop.create_future()
        self.last = mine
        try:
            if before is not None:
                await asyncio.wait([before])
            if len(self.starts) == self.starts.maxlen:
                await asyncio.sleep(self.starts[0] + self.per - loop.time())
            self.starts.append(loop.time())
        finally:
            # Who gives up in the middle of the line passes on what comes from before.
            if before is None or before.done():
                mine.set_result(None)
            else:
                before.add_done_callback(lambda _before: mine.set_result(None))

    async def __aexit__(self, *error):
        pass
