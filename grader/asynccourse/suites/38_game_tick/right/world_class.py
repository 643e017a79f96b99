"""A class with a condition, and a next time to which 1/hz is added."""

import asyncio


class World:
    def __init__(self, hz, inputs, step, broadcast):
        self.period = 1 / hz
        self.inputs, self.step, self.broadcast = inputs, step, broadcast
        self.events, self.state = [], None
        self.made = self.sent = 0
        self.ended = self.over = False
        self.changed = asyncio.Condition()

    async def listen(self):
        async for event in self.inputs:
            self.events.append(event)
        self.ended = True

    async def speak(self):
        while not (self.over and self.sent == self.made):
            async with self.changed:
                await self.changed.wait_for(lambda: self.over or self.sent < self.made)
                self.sent, state = self.made, self.state
            await self.broadcast(state)

    async def tick(self):
        loop = asyncio.get_running_loop()
        due = loop.time()
        number = 0
        while not self.over:
            over = self.ended
            events, self.events = self.events, []
            state = await self.step(number, events)
            async with self.changed:
                self.state, self.made, self.over = state, self.made + 1, over
                self.changed.notify_all()
            number += 1
            due += self.period
            while due < loop.time():
                number += 1
                due += self.period
            if not over:
                await asyncio.sleep(due - loop.time())


async def run_world(hz, inputs, step, broadcast):
    world = World(hz, inputs, step, broadcast)
    tasks = [asyncio.ensure_future(one) for one in (world.tick(), world.listen(), world.speak())]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
