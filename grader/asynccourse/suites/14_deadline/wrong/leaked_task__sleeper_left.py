import asyncio


async def within(job, seconds, default):
    runner = asyncio.create_task(job())
    sleeper = asyncio.create_task(asyncio.sleep(seconds))
    try:
        await asyncio.wait([runner, sleeper], return_when=asyncio.FIRST_COMPLETED)
        in_time = runner.done()
    finally:
        runner.cancel()
        await asyncio.wait([runner])
    return runner.result() if in_time else default
