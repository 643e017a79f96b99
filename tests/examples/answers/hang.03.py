import asyncio


async def fetch_all(fetch, keys):
    queue = asyncio.Queue()

    async def one(key):
        queue.put_nowait(await fetch(key))

    async with asyncio.TaskGroup() as group:
        for key in keys:
            group.create_task(one(key))
    return [await queue.get() for _ in range(len(keys) + 1)]
