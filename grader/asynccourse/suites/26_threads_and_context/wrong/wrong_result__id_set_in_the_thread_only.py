import asyncio
from contextvars import ContextVar

request_id = ContextVar("request_id", default="-")


def current_id():
    return request_id.get()


async def handle(request):
    def render(data):
        request_id.set(request.id)
        return request.render(data)

    return await asyncio.to_thread(render, await request.load())


def submit(loop, coro):
    return asyncio.run_coroutine_threadsafe(coro, loop).result()
