"""The error of what is submitted is made anew, of the same type and with the same arguments."""

import asyncio
from contextvars import ContextVar

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
    future = asyncio.run_coroutine_threadsafe(coro, loop)
    error = future.exception()
    if error is not None:
        raise type(error)(*error.args)
    return future.result()
