"""Callbacks: each call that ends starts the next, and the last one settles a future."""

import asyncio


class Run:
    def __init__(self, fn, items):
        self.fn = fn
        self.numbered = enumerate(items)
        self.results = {}
        self.running = set()
        self.ended = asyncio.get_running_loop().create_future()

    def start_one(self):
        if self.ended.done():
            return
        try:
            number, item = next(self.numbered)
        except StopIteration:
            if not self.running:
                self.ended.set_result(None)
            return
        except Exception as error:
            self.ended.set_exception(error)
            return
        task = asyncio.ensure_future(self.fn(item))
        self.running.add(task)
        task.add_done_callback(lambda task: self.one_ended(number, task))

    def one_ended(self, number, task):
        self.running.discard(task)
        if task.cancelled() or self.ended.done():
            return
        if task.exception():
            self.ended.set_exception(task.exception())
            return
        self.results[number] = task.result()
        self.start_one()


async def bounded_map(fn, items, limit):
    run = Run(fn, items)
    for _ in range(limit):
        run.start_one()
    try:
        await run.ended
    finally:
        left = list(run.running)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
    return [run.results[number] for number in sorted(run.results)]
