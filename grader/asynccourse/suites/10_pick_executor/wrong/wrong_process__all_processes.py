"""Everything that isn't a coroutine goes to a process."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def dispatch(jobs):
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor() as pool:
        return await asyncio.gather(
            *(
                work() if kind == "async" else loop.run_in_executor(pool, work)
                for kind, work in jobs
            )
        )
