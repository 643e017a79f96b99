import asyncio
from contextvars import ContextVar

request_id = ContextVar("request_id", default="-")


def current_id():
    return request_id.get()


async def handle(request):
    token = request_id.set(request.id)
    try:
        data = await request.load()
        page = await asyncio.to_thread(request.render, data)
    except Exception:
        request_id.reset(token)
        raise
    request_id.reset(token)
    return page


def submit(loop, coro):
    return asyncio.run_coroutine_threadsafe(coro, loop).result()
