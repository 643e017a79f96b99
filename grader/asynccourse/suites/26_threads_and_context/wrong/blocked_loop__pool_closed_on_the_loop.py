import asyncio
from contextvars import ContextVar, copy_context
from concurrent.futures import ThreadPoolExecutor

request_id = ContextVar("request_id", default="-")


def current_id():
    return request_id.get()


async def handle(request):
    token = request_id.set(request.id)
    try:
        data = await request.load()
        with ThreadPoolExecutor(1) as pool:
            run = copy_context().run
            return await asyncio.get_running_loop().run_in_executor(pool, run, request.render, data)
    finally:
        request_id.reset(token)


def submit(loop, coro):
    return asyncio.run_coroutine_threadsafe(coro, loop).result()
