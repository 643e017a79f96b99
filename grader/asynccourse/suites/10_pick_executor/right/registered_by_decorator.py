"""A decorator puts each way to run a job into a table; an object with `__await__` runs it."""

import asyncio
from concurrent.futures import ProcessPoolExecutor

WAYS = {}


def way(kind):
    def register(function):
        WAYS[kind] = function
        return function

    return register


@way("async")
def on_the_loop(pool, work):
    return work()


@way("blocking")
def in_a_thread(pool, work):
    return asyncio.to_thread(work)


@way("cpu")
def in_a_process(pool, work):
    return asyncio.get_running_loop().run_in_executor(pool, work)


class Job:
    def __init__(self, pool, kind, work):
        self.pool, self.kind, self.work = pool, kind, work

    def __await__(self):
        return (yield from WAYS[self.kind](self.pool, self.work).__await__())


async def dispatch(jobs):
    pool = ProcessPoolExecutor()
    try:
        return await asyncio.gather(*(Job(pool, *job) for job in jobs))
    finally:
        await asyncio.to_thread(pool.shutdown, cancel_futures=True)
