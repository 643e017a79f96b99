"""A pool of `multiprocessing`, only where it is needed; its callbacks fulfil futures."""

import asyncio
import contextlib
import multiprocessing


@contextlib.asynccontextmanager
async def workers(number):
    if not number:
        yield None
        return
    pool = multiprocessing.Pool(min(number, multiprocessing.cpu_count()))
    try:
        yield pool
    finally:
        pool.terminate()
        await asyncio.to_thread(pool.join)


def in_process(pool, work):
    loop = asyncio.get_running_loop()
    future = loop.create_future()

    def settle(method, value):
        if not future.done():
            method(value)

    pool.apply_async(
        work,
        callback=lambda value: loop.call_soon_threadsafe(settle, future.set_result, value),
        error_callback=lambda error: loop.call_soon_threadsafe(settle, future.set_exception, error),
    )
    return future


async def dispatch(jobs):
    async with workers(sum(kind == "cpu" for kind, _ in jobs)) as pool:

        def start(kind, work):
            if kind == "cpu":
                return in_process(pool, work)
            return asyncio.to_thread(work) if kind == "blocking" else work()

        return await asyncio.gather(*[start(*job) for job in jobs])
