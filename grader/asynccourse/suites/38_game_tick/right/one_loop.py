"""One loop that waits for whatever comes first: an input, a broadcast's end, or the next tick."""

import asyncio


async def run_world(hz, inputs, step, broadcast):  # noqa: C901
    loop = asyncio.get_running_loop()
    start = loop.time()
    stream = aiter(inputs)
    coming = asyncio.ensure_future(anext(stream))
    sending = None
    waiting = []
    got = []
    number = 0
    last = False
    try:
        while not last or sending or waiting:
            left = start + number / hz - loop.time()
            if not last and left <= 0:
                last = coming is None
                those, got = got, []
                waiting = [await step(number, those)]
                while start + number / hz < loop.time():
                    number += 1
                if start + number / hz <= loop.time():
                    number += 1
            if sending and sending.done():
                sending.result()
                sending = None
            if waiting and not sending:
                sending = asyncio.ensure_future(broadcast(waiting.pop()))
            both = [one for one in (coming, sending) if one]
            left = None if last else max(0, start + number / hz - loop.time())
            if both:
                await asyncio.wait(both, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            elif left is not None:
                await asyncio.sleep(left)
            if coming and coming.done():
                try:
                    got.append(coming.result())
                    coming = asyncio.ensure_future(anext(stream))
                except StopAsyncIteration:
                    coming = None
    finally:
        for one in (coming, sending):
            if one:
                one.cancel()
                await asyncio.wait([one])
