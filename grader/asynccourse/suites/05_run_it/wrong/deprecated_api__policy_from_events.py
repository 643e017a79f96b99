"""A policy is set, by the function's other name."""

import asyncio
from asyncio.events import set_event_loop_policy


async def run_all(jobs):
    return await asyncio.gather(*(job() for job in jobs))


def main(jobs):
    set_event_loop_policy(None)
    return asyncio.run(run_all(jobs))
