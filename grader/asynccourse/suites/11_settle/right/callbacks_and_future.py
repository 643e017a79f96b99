"""Callbacks that fill the places and count down to a future."""

import asyncio


class Settlement:
    def __init__(self, jobs):
        self.results = [None] * len(jobs)
        self.errors = [None] * len(jobs)
        self.left = len(jobs)
        self.done = asyncio.get_running_loop().create_future()
        self.tasks = [asyncio.ensure_future(job()) for job in jobs]
        for place, task in enumerate(self.tasks):
            task.add_done_callback(lambda task, place=place: self.ended(place, task))

    def ended(self, place, task):
        self.left -= 1
        if not task.cancelled():
            self.errors[place] = task.exception()
            if task.exception() is None:
                self.results[place] = task.result()
        if self.left == 0 and not self.done.done():
            self.done.set_result(None)


async def settle(jobs):
    if not jobs:
        return [], []
    settlement = Settlement(jobs)
    try:
        await settlement.done
    finally:
        for task in settlement.tasks:
            task.cancel()
    return settlement.results, settlement.errors
