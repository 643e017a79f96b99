"""Shields its broadcasts from the end."""

import asyncio
import math


async def run_world(hz, inputs, step, broadcast):
    loop = asyncio.get_running_loop()
    start = loop.time()
    arrived = []
    fresh = asyncio.Event()
    newest = None
    over = False

    async def read():
        async for one in inputs:
            arrived.append(one)

    async def send():
        while True:
            await fresh.wait()
            fresh.clear()
            if newest is not None:
                (state,) = newest
                await asyncio.shield(broadcast(state))
            if over and not fresh.is_set():
                return

    async with asyncio.TaskGroup() as group:
        reader = group.create_task(read())
        group.create_task(send())
        tick = 0
        while True:
            await asyncio.sleep(start + tick / hz - loop.time())
            last = reader.done()
            those = arrived[:]
            del arrived[:]
            state = await step(tick, those)
            newest = (state,)
            over = last
            fresh.set()
            if last:
                break
            tick = max(tick + 1, math.ceil((loop.time() - start) * hz))
