"""Gathers ticker and sender: when one of them fails, the other goes on."""

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

    async def play():
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

    async def send():
        while (state := await newest.get()) is not None:
            await broadcast(state)

    reader = asyncio.create_task(read())
    try:
        await asyncio.gather(play(), send())
    finally:
        reader.cancel()
