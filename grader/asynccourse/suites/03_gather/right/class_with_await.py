"""An awaitable of one's own, and `gather` over a mapping."""

import asyncio


class Fetch:
    def __init__(self, fetch, key):
        self.coroutine = fetch(key)

    def __await__(self):
        return self.coroutine.__await__()


async def fetch_all(fetch, keys):
    found = await asyncio.gather(*map(lambda key: Fetch(fetch, key), keys))
    return list(found)
