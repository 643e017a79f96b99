"""Broadcasts are in the background, but 1/hz is slept after each step."""

import asyncio


async def run_world(hz, inputs, step, broadcast):
    arrived = []

    async def read():
        async for one in inputs:
            arrived.append(one)

    async with asyncio.TaskGroup() as group:
        reader = group.create_task(read())
        sending = None
        tick, last = 0, False
        while not last:
            last = reader.done()
            those = arrived[:]
            arrived.clear()
            state = await step(tick, those)
            if last and sending:
                await sending
            if not sending or sending.done():
                sending = group.create_task(broadcast(state))
            tick += 1
            await asyncio.sleep(1 / hz)
