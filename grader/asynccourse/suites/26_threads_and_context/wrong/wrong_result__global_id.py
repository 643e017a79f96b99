import asyncio

the_id = "-"


def current_id():
    return the_id


async def handle(request):
    global the_id
    before = the_id
    the_id = request.id
    try:
        data = await request.load()
        return await asyncio.to_thread(request.render, data)
    finally:
        the_id = before


def submit(loop, coro):
    return asyncio.run_coroutine_threadsafe(coro, loop).result()
