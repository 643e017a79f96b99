import asyncio
from contextvars import ContextVar

request_id = ContextVar("request_id", default="-")


def current_id():
    return request_id.get()


async def handle(request):
    token = request_id.set(request.id)
    try:
        data = await request.load()
        rendering = asyncio.ensure_future(asyncio.to_thread(request.render, data))
        try:
            return await asyncio.shield(rendering)
        except asyncio.CancelledError:
            await asyncio.wait([rendering])
            raise
    finally:
        request_id.reset(token)


def submit(loop, coro):
    return asyncio.run_coroutine_threadsafe(coro, loop).result()
