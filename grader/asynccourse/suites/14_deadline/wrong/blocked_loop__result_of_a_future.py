import asyncio


async def within(job, seconds, default):
    future = asyncio.run_coroutine_threadsafe(job(), asyncio.get_running_loop())
    try:
        return future.result(timeout=seconds)
    except TimeoutError:
        return default
