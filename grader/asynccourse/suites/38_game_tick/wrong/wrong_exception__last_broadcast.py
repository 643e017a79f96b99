"""The error of the last broadcast reaches nobody."""

import asyncio
from contextlib import aclosing


async def ticks(hz):
    loop = asyncio.get_running_loop()
    start = loop.time()
    number = 0
    while True:
        yield number
        number = max(number + 1, -int(-(loop.time() - start) * hz // 1))
        await asyncio.sleep(start + number / hz - loop.time())


async def run_world(hz, inputs, step, broadcast):  # noqa: C901
    inbox = asyncio.Queue()

    async def fill():
        async for event in inputs:
            await inbox.put(event)

    filling = asyncio.create_task(fill())
    sending = None
    try:
        async with aclosing(ticks(hz)) as numbers:
            async for number in numbers:
                ended = filling.done()
                if ended:
                    filling.result()
                events = []
                while not inbox.empty():
                    events.append(inbox.get_nowait())
                state = await step(number, events)
                if sending and sending.done():
                    sending = sending.result()
                if sending and ended:
                    await sending
                    sending = None
                sending = sending or asyncio.create_task(broadcast(state))
                if ended:
                    await asyncio.wait([sending])
                    return
    finally:
        for task in (filling, sending):
            if task:
                task.cancel()
        await asyncio.gather(filling, *([sending] if sending else []), return_exceptions=True)
