"""The results come kind by kind."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def dispatch(jobs):
    loop = asyncio.get_running_loop()
    by_kind = {"async": [], "blocking": [], "cpu": []}
    with ProcessPoolExecutor() as pool:
        for kind, work in jobs:
            if kind == "async":
                by_kind[kind].append(work())
            elif kind == "blocking":
                by_kind[kind].append(asyncio.to_thread(work))
            else:
                by_kind[kind].append(loop.run_in_executor(pool, work))
        return await asyncio.gather(*(one for some in by_kind.values() for one in some))
