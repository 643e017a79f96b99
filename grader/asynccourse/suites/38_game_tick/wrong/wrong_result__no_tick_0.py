"""Leaves tick 0 out, for on a real clock a moment has passed before it looks."""

import asyncio
import math


async def run_world(hz, inputs, step, broadcast):
    loop = asyncio.get_running_loop()
    start = loop.time()
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
        tick, last = -1, False
        while not last:
            tick = max(tick + 1, math.ceil((loop.time() - start) * hz))
            await asyncio.sleep(start + tick / hz - loop.time())
            last = reader.done()
            those = arrived[:]
            arrived.clear()
            state = await step(tick, those)
            if not newest.empty():
                newest.get_nowait()
            newest.put_nowait(state)
        newest.put_nowait(None)
