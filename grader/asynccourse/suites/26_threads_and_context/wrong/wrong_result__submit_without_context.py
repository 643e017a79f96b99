"""What is submitted runs in an empty context."""

import asyncio
from contextvars import Context, ContextVar

request_id = ContextVar("request_id", default="-")


def current_id():
    return request_id.get()


async def handle(request):
    token = request_id.set(request.id)
    try:
        return await asyncio.to_thread(request.render, await request.load())
    finally:
        request_id.reset(token)


def submit(loop, coro):
    async def run():
        return await loop.create_task(coro, context=Context())

    return asyncio.run_coroutine_threadsafe(run(), loop).result()
