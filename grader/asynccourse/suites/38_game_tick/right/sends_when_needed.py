"""A task sends only while there is something to send; each tick begins with its sleep."""

import asyncio
import math
from collections import deque


class Sender:
    def __init__(self, broadcast, group):
        self.broadcast = broadcast
        self.group = group
        self.newest = deque(maxlen=1)
        self.sending = False

    def put(self, state):
        self.newest.append(state)
        if not self.sending:
            self.sending = True
            self.group.create_task(self.send())

    async def send(self):
        while self.newest:
            await self.broadcast(self.newest.pop())
        self.sending = False


async def run_world(hz, inputs, step, broadcast):
    time = asyncio.get_running_loop().time
    start = time()
    arrived = deque()

    async def read():
        async for one in inputs:
            arrived.append(one)

    async with asyncio.TaskGroup() as group:
        sender = Sender(broadcast, group)
        reader = group.create_task(read())
        tick, last = 0, False
        while not last:
            await asyncio.sleep(max(0, start + tick / hz - time()))
            last = reader.done()
            those = [arrived.popleft() for _ in range(len(arrived))]
            sender.put(await step(tick, those))
            tick = max(tick + 1, math.ceil((time() - start) * hz))
