"""A task has a copy of the context anyway: it sets its own id."""

import asyncio
from contextvars import ContextVar

request_id = ContextVar("request_id", default="-")


def current_id():
    return request_id.get()


async def handle(request):
    async def work():
        request_id.set(request.id)
        data = await request.load()
        return await asyncio.to_thread(request.render, data)

    return await asyncio.create_task(work())


def submit(loop, coro):
    return asyncio.run_coroutine_threadsafe(coro, loop).result()
