"""Takes some kinds of errors for a job that has no result."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def dispatch(jobs):
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor() as pool:

        async def run(kind, work):
            try:
                if kind == "async":
                    return await work()
                return await loop.run_in_executor(pool if kind == "cpu" else None, work)
            except (ValueError, ArithmeticError, LookupError):
                return None

        return await asyncio.gather(*(run(kind, work) for kind, work in jobs))
