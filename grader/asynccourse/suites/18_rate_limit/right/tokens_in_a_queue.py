"""A queue of tokens; each is put back when its time is over."""

import asyncio
from functools import partial


class RateLimiter:
    def __init__(self, rate, per):
        self.tokens = asyncio.Queue()
        self.per = per
        for token in range(rate):
            self.tokens.put_nowait(token)

    async def __aenter__(self):
        token = await self.tokens.get()
        loop = asyncio.get_running_loop()
        loop.call_at(loop.time() + self.per, partial(self.tokens.put_nowait, token))
        return token

    async def __aexit__(self, *error):
        return None
