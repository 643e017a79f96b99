"""Rounds the number of ticks a second down to a whole one."""

import asyncio
import math


async def run_world(hz, inputs, step, broadcast):
    loop = asyncio.get_running_loop()
    start = loop.time()
    hz = int(hz)
    arrived = []
    newest = asyncio.Queue()

    async def read():
        async for one in inputs:
            arrived.append(one)

    async def send():
        while (state := await newest.get()) is not None:
            await broadcast(state)

    async with asyncio.TaskGroup() as group:
        reader = group.create_task(read())
        group.create_task(send())
        tick, last = 0, False
        while not last:
            last = reader.done()
            those = arrived[:]
            arrived.clear()
            state = await step(tick, those)
            if not newest.empty():
                newest.get_nowait()
            newest.put_nowait(state)
            if not last:
                tick = max(tick + 1, math.ceil((loop.time() - start) * hz))
                await asyncio.sleep(start + tick / hz - loop.time())
        newest.put_nowait(None)
