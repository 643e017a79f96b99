import asyncio


async def fetch_all(fetch, keys):
    queue = asyncio.Queue()

    async def one(key):
        queue.put_nowait(await fetch(key))

    async with asyncio.TaskGroup() as group:
        for key in keys:
            group.create_task(one(key))
    results = []
    while len(results) <= len(keys):
        results.append(await queue.get())
    return results
