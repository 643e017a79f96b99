import asynkio


async def fetch_all(fetch, keys):
    return await asynkio.gather(*(fetch(key) for key in keys))
