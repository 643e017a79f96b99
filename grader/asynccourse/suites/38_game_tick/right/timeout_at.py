"""It takes inputs from a queue until the next tick's time is up: the tick is a timeout."""

import asyncio
import contextlib
import math


async def run_world(hz, inputs, step, broadcast):  # noqa: C901
    loop = asyncio.get_running_loop()
    start = loop.time()
    queue = asyncio.Queue()
    states = []
    some = asyncio.Event()
    over = object()

    async def read():
        async for one in inputs:
            queue.put_nowait(one)
        queue.put_nowait(over)

    async def until(when):
        those = []
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(when):
                while True:
                    those.append(await queue.get())
        return those

    async def play():
        tick, last = 0, False
        while not last:
            those = await until(start + tick / hz)
            if those and those[-1] is over:
                those.pop()
                last = True
            states[:] = [await step(tick, those)]
            some.set()
            tick = max(tick + 1, math.ceil((loop.time() - start) * hz))

    async def send():
        while not playing.done() or states:
            await some.wait()
            some.clear()
            await broadcast(states.pop())

    async with asyncio.TaskGroup() as group:
        group.create_task(read())
        playing = group.create_task(play())
        group.create_task(send())
