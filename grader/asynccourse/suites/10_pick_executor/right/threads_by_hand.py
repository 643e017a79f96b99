"""A bare thread for each blocking job, which hands its end to a future of the loop."""

import asyncio
import threading
from concurrent.futures import ProcessPoolExecutor


def in_thread(work):
    loop = asyncio.get_running_loop()
    future = loop.create_future()

    def settle(result, error):
        if future.cancelled():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)

    def run():
        result = error = None
        try:
            result = work()
        except Exception as raised:
            error = raised
        try:
            loop.call_soon_threadsafe(settle, result, error)
        except RuntimeError:
            pass  # the loop has been closed meanwhile: nobody waits any more

    threading.Thread(target=run).start()
    return future


async def dispatch(jobs):
    with ProcessPoolExecutor() as pool:
        start = {
            "async": lambda work: asyncio.create_task(work()),
            "blocking": in_thread,
            "cpu": lambda work: asyncio.wrap_future(pool.submit(work)),
        }
        return await asyncio.gather(*[start[kind](work) for kind, work in jobs])
