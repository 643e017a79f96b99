import asyncio


async def fetch_all(fetch, keys):
    tasks = [asyncio.create_task(fetch(key)) for key in keys]
    return [await asyncio.shield(task) for task in tasks]
