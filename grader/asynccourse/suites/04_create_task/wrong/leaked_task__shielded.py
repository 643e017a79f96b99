import asyncio


async def dashboard(load_user, load_feed, render):
    calls = asyncio.gather(load_user(), load_feed(), render("loading"), return_exceptions=True)
    results = await asyncio.shield(calls)
    for result in results:
        if isinstance(result, Exception):
            raise result
    return results[0], results[1]
