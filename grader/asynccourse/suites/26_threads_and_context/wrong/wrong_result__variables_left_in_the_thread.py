"""All variables are set in the pool's thread, where they stay."""

import asyncio
from contextvars import ContextVar, copy_context

request_id = ContextVar("request_id", default="-")


def current_id():
    return request_id.get()


async def handle(request):
    token = request_id.set(request.id)
    try:
        data = await request.load()
        context = copy_context()

        def render():
            for variable, value in context.items():
                variable.set(value)
            return request.render(data)

        return await asyncio.get_running_loop().run_in_executor(None, render)
    finally:
        request_id.reset(token)


def submit(loop, coro):
    return asyncio.run_coroutine_threadsafe(coro, loop).result()
