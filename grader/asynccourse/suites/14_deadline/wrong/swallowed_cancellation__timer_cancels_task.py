import asyncio


async def within(job, seconds, default):
    task = asyncio.create_task(job())
    timer = asyncio.get_running_loop().call_later(seconds, task.cancel)
    try:
        return await task
    except asyncio.CancelledError:
        return default
    finally:
        timer.cancel()
