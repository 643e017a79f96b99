import asyncio


async def fetch_all(fetch, keys):
    try:
        return await asyncio.gather(*(fetch(key) for key in keys))
    except OSError as error:
        raise RuntimeError("a fetch failed") from error
