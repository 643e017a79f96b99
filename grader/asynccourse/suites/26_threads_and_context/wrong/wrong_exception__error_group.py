import asyncio
from contextvars import ContextVar

request_id = ContextVar("request_id", default="-")


def current_id():
    return request_id.get()


async def handle(request):
    token = request_id.set(request.id)
    try:
        async with asyncio.TaskGroup() as group:
            loading = group.create_task(request.load())
        async with asyncio.TaskGroup() as group:
            rendering = group.create_task(asyncio.to_thread(request.render, loading.result()))
        return rendering.result()
    finally:
        request_id.reset(token)


def submit(loop, coro):
    return asyncio.run_coroutine_threadsafe(coro, loop).result()
