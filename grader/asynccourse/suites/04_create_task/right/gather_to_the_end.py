"""All three run to their end, whatever happens, and then the first error is raised."""

import asyncio


async def dashboard(load_user, load_feed, render):
    results = await asyncio.gather(
        load_user(), load_feed(), render("loading"), return_exceptions=True
    )
    for result in results:
        if isinstance(result, BaseException):
            raise result
    user, feed, _ = results
    return user, feed
