"""Runs its own loop over a selector that nobody watches, one job after the other.

Nothing tells the judge that it is idle, so its time decides.

exercise: 05_run_it
codes: hang sequential
points: 2
slow: yes
"""

import asyncio
import selectors


def main(jobs):
    async def one_by_one():
        return [await job() for job in jobs]

    with asyncio.Runner(
        loop_factory=lambda: asyncio.SelectorEventLoop(selectors.SelectSelector())
    ) as runner:
        return runner.run(one_by_one())
