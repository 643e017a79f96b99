"""The loop stands still until each future is done."""

import asyncio
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor


async def dispatch(jobs):
    with ProcessPoolExecutor() as processes, ThreadPoolExecutor() as threads:
        started = []
        for kind, work in jobs:
            if kind == "async":
                started.append(asyncio.ensure_future(work()))
            else:
                started.append((processes if kind == "cpu" else threads).submit(work))
        return [await one if isinstance(one, asyncio.Future) else one.result() for one in started]
