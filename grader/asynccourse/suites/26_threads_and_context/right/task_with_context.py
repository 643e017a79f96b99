"""A task with a context of its own: there is nothing to reset."""

import asyncio
from contextvars import ContextVar, copy_context

request_id = ContextVar("request_id", default="-")


def current_id():
    return request_id.get()


async def handle(request):
    async def work():
        return await asyncio.to_thread(request.render, await request.load())

    context = copy_context()
    context.run(request_id.set, request.id)
    return await asyncio.create_task(work(), context=context)


def submit(loop, coro):
    return asyncio.run_coroutine_threadsafe(coro, loop).result()
