"""Takes the task of the key before, where the key is the same."""

import asyncio


async def fetch_all(fetch, keys):
    tasks = []
    before = None
    for key in keys:
        again = tasks and key == before
        tasks.append(tasks[-1] if again else asyncio.ensure_future(fetch(key)))
        before = key
    return await asyncio.gather(*tasks)
