"""A state that is made during a broadcast is left out, and the last one is waited for."""

import asyncio


async def run_world(hz, inputs, step, broadcast):
    loop = asyncio.get_running_loop()
    start = loop.time()
    arrived = []

    async def read():
        async for one in inputs:
            arrived.append(one)

    async with asyncio.TaskGroup() as group:
        reader = group.create_task(read())
        sending = None
        tick = 0
        while True:
            last = reader.done()
            those = arrived[:]
            del arrived[:]
            state = await step(tick, those)
            if sending is None or sending.done():
                sending = group.create_task(broadcast(state))
            elif last:
                await sending
                sending = group.create_task(broadcast(state))
            if last:
                break
            tick += 1
            while start + tick / hz < loop.time():
                tick += 1
            await asyncio.sleep(start + tick / hz - loop.time())
