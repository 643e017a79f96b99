"""A stack of callbacks, the last first: all tasks are cancelled, and then each is awaited."""

import asyncio
from contextlib import AsyncExitStack


async def all_or_nothing(jobs):
    errors, results = [], {}
    news = asyncio.Event()

    async def run(number, job):
        try:
            results[number] = await job()
        except Exception as error:
            errors.append(error)
        finally:
            news.set()

    async with AsyncExitStack() as stack:
        tasks = [asyncio.create_task(run(*numbered)) for numbered in enumerate(jobs)]
        for task in tasks:
            stack.push_async_callback(asyncio.wait, [task])
        for task in tasks:
            stack.callback(task.cancel)
        while len(results) < len(jobs) and not errors:
            await news.wait()
            news.clear()
    if errors:
        raise ExceptionGroup("these failed", errors)
    return [results[number] for number in range(len(jobs))]
