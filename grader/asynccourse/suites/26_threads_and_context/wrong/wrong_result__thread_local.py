import asyncio
import threading

local = threading.local()


def current_id():
    return getattr(local, "id", "-")


async def handle(request):
    before = current_id()
    local.id = request.id
    try:
        data = await request.load()
        return await asyncio.to_thread(request.render, data)
    finally:
        local.id = before


def submit(loop, coro):
    return asyncio.run_coroutine_threadsafe(coro, loop).result()
