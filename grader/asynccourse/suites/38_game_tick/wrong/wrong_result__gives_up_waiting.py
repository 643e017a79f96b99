"""Waits for the next input until it is time for a tick, and then cancels that wait."""

import asyncio
import math


async def run_world(hz, inputs, step, broadcast):
    loop = asyncio.get_running_loop()
    start = loop.time()
    inputs = aiter(inputs)
    newest = asyncio.Queue()

    async def send():
        while (state := await newest.get()) is not None:
            await broadcast(state)

    async with asyncio.TaskGroup() as group:
        group.create_task(send())
        tick, those, last = 0, [], False
        while True:
            state = await step(tick, those)
            if not newest.empty():
                newest.get_nowait()
            newest.put_nowait(state)
            if last:
                break
            those = []
            tick = max(tick + 1, math.ceil((loop.time() - start) * hz))
            try:
                async with asyncio.timeout_at(start + tick / hz):
                    while True:
                        those.append(await anext(inputs))
            except TimeoutError:
                pass
            except StopAsyncIteration:
                last = True
                await asyncio.sleep(start + tick / hz - loop.time())
        newest.put_nowait(None)
