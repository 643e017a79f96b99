"""One loop that waits for whatever comes first, with a timer of the loop's."""

import asyncio


async def run_world(hz, inputs, step, broadcast):  # noqa: C901
    loop = asyncio.get_running_loop()
    start = loop.time()
    iterator = aiter(inputs)
    arrived, tick = [], 0
    pending = []
    ended = last = False

    async def until(when):
        future = loop.create_future()
        handle = loop.call_at(when, lambda: future.done() or future.set_result(None))
        try:
            await future
        finally:
            handle.cancel()

    async def take():
        return await anext(iterator)

    reading = asyncio.create_task(take())
    timer = asyncio.create_task(until(start))
    stepping = sending = None
    try:
        while True:
            waiting = {t for t in (reading, timer, stepping, sending) if t is not None}
            if not waiting:
                return
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            if reading and reading.done():
                try:
                    arrived.append(reading.result())
                    reading = asyncio.create_task(take())
                except StopAsyncIteration:
                    reading, ended = None, True
            if sending and sending.done():
                sending.result()
                sending = None
            if stepping and stepping.done():
                pending = [stepping.result()]
                stepping = None
                if not last:
                    tick += 1
                    while start + tick / hz < loop.time():
                        tick += 1
                    timer = asyncio.create_task(until(start + tick / hz))
            if timer and timer.done():
                timer = None
                last = ended
                stepping = asyncio.create_task(step(tick, arrived))
                arrived = []
            if pending and sending is None:
                sending = asyncio.create_task(broadcast(pending.pop()))
    finally:
        rest = [t for t in (reading, timer, stepping, sending) if t is not None]
        for t in rest:
            t.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
