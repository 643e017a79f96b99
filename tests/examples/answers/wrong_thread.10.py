import asyncio
from concurrent.futures import ProcessPoolExecutor


async def dispatch(jobs):
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor() as pool:

        def started(kind, work):
            if kind == "cpu":
                return loop.run_in_executor(pool, work)
            if kind == "blocking":
                return asyncio.to_thread(work)
            return asyncio.to_thread(lambda: asyncio.run(work()))

        return await asyncio.gather(*(started(kind, work) for kind, work in jobs))
