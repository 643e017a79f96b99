"""The grid in fractions, inputs by `anext` in a chain of callbacks, eager tasks where there are."""

import asyncio
import math
import sys
from fractions import Fraction


class Inputs:
    def __init__(self, inputs, failed):
        self.inputs, self.failed = inputs, failed
        self.arrived, self.over = [], False
        self.next = None
        self.ask()

    async def one(self):
        return await anext(self.inputs)

    def ask(self):
        loop = asyncio.get_running_loop()
        if sys.version_info >= (3, 12):
            self.next = asyncio.Task(self.one(), loop=loop, eager_start=True)
        else:
            self.next = asyncio.Task(self.one(), loop=loop)
        self.next.add_done_callback(self.came)

    def came(self, task):
        if task.cancelled():
            return
        error = task.exception()
        if error is None:
            self.arrived.append(task.result())
            self.ask()
        elif isinstance(error, StopAsyncIteration):
            self.over = True
        elif not self.failed.done():
            self.failed.set_exception(error)

    def take(self):
        arrived, self.arrived = self.arrived, []
        return arrived


async def run_world(hz, inputs, step, broadcast):
    loop = asyncio.get_running_loop()
    start, period = Fraction(loop.time()), 1 / Fraction(hz)
    failed = loop.create_future()
    queue = asyncio.Queue(1)

    async def play(source):
        due, last = start, False
        while not last:
            last = source.over
            state = await step(int((due - start) / period), source.take())
            while queue.full():
                queue.get_nowait()
            queue.put_nowait((state, last))
            now = Fraction(loop.time())
            due = max(due + period, start + math.ceil((now - start) / period) * period)
            if not last:
                await asyncio.sleep(float(due - now))

    async def send():
        last = False
        while not last:
            state, last = await queue.get()
            await broadcast(state)

    source = Inputs(inputs, failed)
    tasks = [asyncio.create_task(play(source)), asyncio.create_task(send())]
    played = asyncio.gather(*tasks)
    try:
        ended, _ = await asyncio.wait([played, failed], return_when=asyncio.FIRST_COMPLETED)
        ended.pop().result()
    finally:
        failed.cancel()
        for task in (source.next, *tasks):
            task.cancel()
        await asyncio.gather(played, source.next, *tasks, return_exceptions=True)
