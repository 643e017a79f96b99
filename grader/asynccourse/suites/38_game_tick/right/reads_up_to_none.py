"""Asks for each input with a default that none of them is."""

import asyncio
import math


async def run_world(hz, inputs, step, broadcast):
    loop = asyncio.get_running_loop()
    start = loop.time()
    arrived = []
    newest = asyncio.Queue()
    async with asyncio.TaskGroup() as group:
        reader = group.create_task(read(inputs, arrived))
        group.create_task(send(newest, broadcast))
        tick, last = 0, False
        while not last:
            await asyncio.sleep(start + tick / hz - loop.time())
            last = reader.done()
            those = arrived[:]
            arrived.clear()
            newest.put_nowait(await step(tick, those))
            tick = max(tick + 1, math.ceil((loop.time() - start) * hz))
        newest.put_nowait(None)


async def read(inputs, arrived):
    while (one := await anext(inputs, None)) is not None:
        arrived.append(one)


async def send(newest, broadcast):
    states = [""]
    while states[-1] is not None:
        states = [await newest.get()]
        while not newest.empty():
            states.append(newest.get_nowait())
        made = [state for state in states if state is not None]
        if made:
            await broadcast(made[-1])
