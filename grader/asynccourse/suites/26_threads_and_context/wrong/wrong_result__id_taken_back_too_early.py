import asyncio
from contextvars import ContextVar

request_id = ContextVar("request_id", default="-")


def current_id():
    return request_id.get()


async def handle(request):
    token = request_id.set(request.id)
    try:
        data = await request.load()
    finally:
        request_id.reset(token)
    return await asyncio.to_thread(request.render, data)


def submit(loop, coro):
    return asyncio.run_coroutine_threadsafe(coro, loop).result()
