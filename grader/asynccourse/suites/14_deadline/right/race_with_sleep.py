"""The job races a sleep; both are ended, whichever wins."""

import asyncio


async def within(job, seconds, default):
    runner, sleeper = asyncio.create_task(job()), asyncio.create_task(asyncio.sleep(seconds))
    try:
        await asyncio.wait({runner, sleeper}, return_when=asyncio.FIRST_COMPLETED)
        in_time = runner.done()
    finally:
        runner.cancel()
        sleeper.cancel()
        await asyncio.gather(runner, sleeper, return_exceptions=True)
    if in_time:
        return runner.result()
    return default
