import asyncio


async def fetch_all(fetch, keys):
    async def report(count):
        print("fetched " + count)

    results = await asyncio.gather(*(fetch(key) for key in keys))
    asyncio.create_task(report(len(results)))
    return results
