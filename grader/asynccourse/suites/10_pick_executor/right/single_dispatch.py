"""A type for each kind, and `singledispatch` to tell them apart."""

import asyncio
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import singledispatch
from typing import Any


@dataclass
class Job:
    work: Any


class Awaits(Job):
    pass


class Blocks(Job):
    pass


class Computes(Job):
    pass


@singledispatch
async def run(job, pool):
    raise TypeError(job)


@run.register
async def _(job: Awaits, pool):
    return await job.work()


@run.register
async def _(job: Blocks, pool):
    return await asyncio.to_thread(job.work)


@run.register
async def _(job: Computes, pool):
    return await asyncio.get_running_loop().run_in_executor(pool, job.work)


async def dispatch(jobs):
    types = {"async": Awaits, "blocking": Blocks, "cpu": Computes}
    with ProcessPoolExecutor() as pool:
        return await asyncio.gather(*(run(types[kind](work), pool) for kind, work in jobs))
