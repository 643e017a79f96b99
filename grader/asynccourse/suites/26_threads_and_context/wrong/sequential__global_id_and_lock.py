import asyncio

the_id = "-"


def current_id():
    return the_id


lock = asyncio.Lock()


async def handle(request):
    global the_id
    async with lock:
        the_id = request.id
        try:
            data = await request.load()
            return await asyncio.to_thread(request.render, data)
        finally:
            the_id = "-"


def submit(loop, coro):
    return asyncio.run_coroutine_threadsafe(coro, loop).result()
