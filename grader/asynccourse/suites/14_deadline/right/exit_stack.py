"""An exit stack ends the timeout, then cancels the job, then waits for it."""

import asyncio
import contextlib


async def within(job, seconds, default):
    over = asyncio.Semaphore(0)
    task = asyncio.create_task(job())
    task.add_done_callback(lambda _: over.release())
    with contextlib.suppress(TimeoutError):
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(asyncio.gather, task, return_exceptions=True)
            stack.callback(task.cancel)
            await stack.enter_async_context(asyncio.timeout(seconds))
            await over.acquire()
    return default if task.cancelled() else task.result()
