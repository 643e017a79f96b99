"""The newest state is the result of a future; `asyncio.wait` watches over three plain tasks."""

import asyncio
from math import floor


async def run_world(hz, inputs, step, broadcast):  # noqa: C901
    loop = asyncio.get_running_loop()
    start = loop.time()
    mailbox = loop.create_future()
    arrived = []

    async def read():
        async for one in inputs:
            arrived.append(one)

    async def play(reading):
        nonlocal mailbox
        number, last = 0, False
        while True:
            last = reading.done()
            those = arrived[:]
            del arrived[:]
            state = await step(number, those)
            if mailbox.done():
                mailbox = loop.create_future()
            mailbox.set_result((state, last))
            if last:
                return
            passed = floor((loop.time() - start) * hz)
            number = max(number, passed) + 1
            await asyncio.sleep(start + number / hz - loop.time())

    async def send():
        nonlocal mailbox
        last = False
        while not last:
            await mailbox
            state, last = mailbox.result()
            mailbox = loop.create_future()
            await broadcast(state)

    reading = asyncio.create_task(read())
    tasks = [reading, asyncio.create_task(play(reading)), asyncio.create_task(send())]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()
