import asyncio


async def within(job, seconds, default):
    struck = False
    caller = asyncio.current_task()

    def strike():
        nonlocal struck
        struck = True
        caller.cancel()

    timer = asyncio.get_running_loop().call_later(seconds, strike)
    try:
        return await job()
    except asyncio.CancelledError:
        if struck:
            return default
        raise
    finally:
        timer.cancel()
