"""No queue and no workers: one loop around `asyncio.wait`, for the next item and for the calls."""

import asyncio
from collections import deque


class Conductor:
    def __init__(self, source, fn, workers, size):
        self.source, self.fn, self.workers, self.size = source, fn, workers, size
        self.waiting = deque()
        self.calls = []
        self.running = set()
        self.asking = set()
        self.ended = False

    async def ask(self):
        try:
            self.waiting.append(await anext(self.source))
        except StopAsyncIteration:
            self.ended = True

    async def one(self, item):
        return await self.fn(item)

    def start(self):
        while self.waiting and len(self.running) < self.workers:
            self.calls.append(asyncio.create_task(self.one(self.waiting.popleft())))
            self.running.add(self.calls[-1])
        if not self.asking and not self.ended and len(self.waiting) < self.size:
            self.asking.add(asyncio.create_task(self.ask()))
        return self.running | self.asking

    async def turn(self, watched):
        done, _ = await asyncio.wait(watched, return_when=asyncio.FIRST_COMPLETED)
        self.running -= done
        self.asking -= done
        for task in done:
            task.result()


async def pipeline(source, fn, workers, size):
    conductor = Conductor(source, fn, workers, size)
    try:
        while watched := conductor.start():
            await conductor.turn(watched)
        return [call.result() for call in conductor.calls]
    finally:
        left = conductor.running | conductor.asking
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
