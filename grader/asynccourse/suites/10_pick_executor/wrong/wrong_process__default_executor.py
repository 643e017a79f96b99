"""The default executor is a pool of threads."""

import asyncio


async def dispatch(jobs):
    loop = asyncio.get_running_loop()

    def started(kind, work):
        if kind == "async":
            return work()
        return loop.run_in_executor(None, work)

    return await asyncio.gather(*(started(kind, work) for kind, work in jobs))
