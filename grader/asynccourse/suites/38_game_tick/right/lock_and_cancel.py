"""Each state has a task that waits for a lock; a newer one cancels the one that waits there."""

import asyncio
import math


async def run_world(hz, inputs, step, broadcast):
    loop = asyncio.get_running_loop()
    start = loop.time()
    one_at_a_time = asyncio.Lock()
    arrived = asyncio.Queue()
    waiting = None

    async def read():
        async for one in inputs:
            await arrived.put(one)

    async def send(state):
        nonlocal waiting
        async with one_at_a_time:
            waiting = None
            await broadcast(state)

    async with asyncio.TaskGroup() as group:
        reader = group.create_task(read())
        tick = 0
        while True:
            last = reader.done()
            state = await step(tick, [arrived.get_nowait() for _ in range(arrived.qsize())])
            if waiting is not None:
                waiting.cancel()
            waiting = group.create_task(send(state))
            if last:
                break
            tick = max(tick + 1, math.ceil((loop.time() - start) * hz))
            await asyncio.sleep(start + tick / hz - loop.time())
