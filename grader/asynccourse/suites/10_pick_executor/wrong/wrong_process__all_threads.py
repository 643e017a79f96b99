"""Everything that isn't a coroutine goes to a thread."""

import asyncio


async def dispatch(jobs):
    return await asyncio.gather(
        *(work() if kind == "async" else asyncio.to_thread(work) for kind, work in jobs)
    )
