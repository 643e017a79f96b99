"""A coroutine around a blocking call blocks all the same."""

import asyncio


async def run(kind, work):
    if kind == "async":
        return await work()
    return work()


async def dispatch(jobs):
    return await asyncio.gather(*(run(kind, work) for kind, work in jobs))
