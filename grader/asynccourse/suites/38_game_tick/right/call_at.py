"""The loop's own timer sets an event; inputs go through a queue; errors by a future."""

import asyncio


async def run_world(hz, inputs, step, broadcast):  # noqa: C901
    loop = asyncio.get_running_loop()
    start = loop.time()
    queue = asyncio.Queue()
    failed = loop.create_future()
    due = asyncio.Event()
    fresh = asyncio.Event()
    box = []
    over = False

    async def read():
        async for one in inputs:
            queue.put_nowait(one)

    async def send():
        while True:
            await fresh.wait()
            fresh.clear()
            if box:
                await broadcast(box.pop())
            elif over:
                return

    async def play():
        nonlocal over
        number = 0
        while True:
            due.clear()
            last = reader.done()
            state = await step(number, [queue.get_nowait() for _ in range(queue.qsize())])
            box[:] = [state]
            fresh.set()
            if last:
                break
            number = max(number, int((loop.time() - start) * hz)) + 1
            loop.call_at(start + number / hz, due.set)
            await due.wait()
        over = True
        while not sender.done():
            fresh.set()
            await asyncio.wait([sender], timeout=1 / hz)

    def look(task):
        if not task.cancelled() and task.exception() and not failed.done():
            failed.set_exception(task.exception())
        elif task is player and not failed.done():
            failed.set_result(None)

    reader, sender, player = tasks = [loop.create_task(one()) for one in (read, send, play)]
    for task in tasks:
        task.add_done_callback(look)
    try:
        await failed
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
