"""A timer that warns when half of the time is over: it wakes nobody."""

import asyncio
import logging


async def within(job, seconds, default):
    loop = asyncio.get_running_loop()
    warning = loop.call_later(seconds / 2, logging.warning, "half of the time is over")
    try:
        async with asyncio.timeout(seconds) as deadline:
            return await job()
    except TimeoutError:
        if deadline.expired():
            return default
        raise
    finally:
        warning.cancel()
