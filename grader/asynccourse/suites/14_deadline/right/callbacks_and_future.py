"""A future that is fulfilled by the end of the job or by the timer, whichever comes first."""

import asyncio
import sys


def begun(coroutine):
    loop = asyncio.get_running_loop()
    if sys.version_info >= (3, 12):
        return asyncio.Task(coroutine, loop=loop, eager_start=True)
    return loop.create_task(coroutine)


async def within(job, seconds, default):
    loop = asyncio.get_running_loop()
    first = loop.create_future()

    def came(what):
        if not first.done():
            first.set_result(what)

    task = begun(job())
    task.add_done_callback(came)
    timer = loop.call_later(seconds, came, None)
    try:
        if await first is task:
            return task.result()
    finally:
        timer.cancel()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    return default
