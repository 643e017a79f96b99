"""Subtracts what the step took, from when this tick began: late wake-ups add up."""

import asyncio


async def run_world(hz, inputs, step, broadcast):
    loop = asyncio.get_running_loop()
    arrived = []

    async def read():
        async for one in inputs:
            arrived.append(one)

    async with asyncio.TaskGroup() as group:
        reader = group.create_task(read())
        sending = None
        tick, last = 0, False
        while not last:
            began = loop.time()
            last = reader.done()
            those = arrived[:]
            arrived.clear()
            state = await step(tick, those)
            if last and sending:
                await sending
            if not sending or sending.done():
                sending = group.create_task(broadcast(state))
            took = loop.time() - began
            missed = int(took * hz)
            tick += missed + 1
            if not last:
                await asyncio.sleep((missed + 1) / hz - took)
