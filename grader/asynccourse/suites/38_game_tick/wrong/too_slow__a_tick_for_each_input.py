"""Waits for an input in each tick."""

import asyncio


async def run_world(hz, inputs, step, broadcast):
    loop = asyncio.get_running_loop()
    start = loop.time()
    tick = 0
    state = await step(tick, [])
    await broadcast(state)
    async for one in inputs:
        tick += 1
        await asyncio.sleep(max(0, start + tick / hz - loop.time()))
        state = await step(tick, [one])
        await broadcast(state)
    state = await step(tick + 1, [])
    await broadcast(state)
