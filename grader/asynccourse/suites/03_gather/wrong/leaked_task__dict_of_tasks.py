import asyncio


async def fetch_all(fetch, keys):
    tasks = {key: asyncio.create_task(fetch(key)) for key in keys}
    try:
        return [await tasks[key] for key in keys]
    finally:
        for task in tasks.values():
            task.cancel()
        await asyncio.gather(*tasks.values(), return_exceptions=True)
