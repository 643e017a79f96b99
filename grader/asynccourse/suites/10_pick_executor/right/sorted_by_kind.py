"""The jobs sorted by kind, each kind started by a method of its own, and `asyncio.wait` for all."""

import asyncio
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor


class Dispatcher:
    def __init__(self, pool):
        self.loop = asyncio.get_running_loop()
        self.pool = pool

    def start_async(self, work):
        return self.loop.create_task(work())

    def start_blocking(self, work):
        return self.loop.run_in_executor(None, work)

    def start_cpu(self, work):
        return self.loop.run_in_executor(self.pool, work)


async def dispatch(jobs):
    by_kind = defaultdict(list)
    for place, (kind, work) in enumerate(jobs):
        by_kind[kind].append((place, work))
    with ProcessPoolExecutor() as pool:
        dispatcher = Dispatcher(pool)
        futures = {}
        for kind, works in by_kind.items():
            start = getattr(dispatcher, f"start_{kind}")
            futures.update({place: start(work) for place, work in works})
        try:
            if futures:
                await asyncio.wait(futures.values(), return_when=asyncio.FIRST_EXCEPTION)
            for future in futures.values():
                if future.done():
                    future.result()
            return [futures[place].result() for place in range(len(jobs))]
        finally:
            for future in futures.values():
                future.cancel()
            await asyncio.gather(*futures.values(), return_exceptions=True)
