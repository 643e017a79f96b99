import asyncio


async def fetch_all(fetch, keys):
    tasks = [asyncio.create_task(fetch(key)) for key in keys]
    try:
        return await asyncio.gather(*tasks)
    except asyncio.CancelledError:
        return []
