import asyncio


async def fetch_all(fetch, keys):
    unique = list(dict.fromkeys(keys))
    values = dict(zip(unique, await asyncio.gather(*(fetch(key) for key in unique))))
    return [values[key] for key in keys]
