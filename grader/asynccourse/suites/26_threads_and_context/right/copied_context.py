"""The context is copied by hand and entered in the executor's thread."""

import asyncio
from contextvars import ContextVar, copy_context

request_id = ContextVar("request_id", default="-")


def current_id():
    return request_id.get()


async def handle(request):
    before = request_id.set(request.id)
    try:
        data = await request.load()
        loop = asyncio.get_running_loop()
        context = copy_context()
        return await loop.run_in_executor(None, context.run, request.render, data)
    finally:
        request_id.reset(before)


def submit(loop, coro):
    return asyncio.run_coroutine_threadsafe(coro, loop).result()
