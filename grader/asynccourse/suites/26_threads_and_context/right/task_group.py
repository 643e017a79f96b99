"""A TaskGroup, whose error is taken out of its group."""

import asyncio
from contextvars import ContextVar, copy_context

request_id = ContextVar("request_id", default="-")


def current_id():
    return request_id.get()


async def handle(request):
    context = copy_context()
    context.run(request_id.set, request.id)
    try:
        async with asyncio.TaskGroup() as group:
            task = group.create_task(work(request), context=context)
    except* Exception as group:
        error = group.exceptions[0]
    else:
        return task.result()
    raise error


async def work(request):
    data = await request.load()
    return await asyncio.to_thread(request.render, data)


def submit(loop, coro):
    return asyncio.run_coroutine_threadsafe(coro, loop).result()
