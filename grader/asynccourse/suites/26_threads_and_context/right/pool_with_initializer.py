"""A pool of one thread for each request, in which all variables are set before it begins."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar, copy_context

request_id = ContextVar("request_id", default="-")


def current_id():
    return request_id.get()


def set_all(context):
    for variable, value in context.items():
        variable.set(value)


async def handle(request):
    token = request_id.set(request.id)
    try:
        data = await request.load()
        pool = ThreadPoolExecutor(1, initializer=set_all, initargs=(copy_context(),))
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(pool, request.render, data)
        finally:
            pool.shutdown(wait=False)
    finally:
        request_id.reset(token)


def submit(loop, coro):
    changed = threading.Condition()
    answer = []

    def tell(future):
        with changed:
            answer.append(future)
            changed.notify()

    asyncio.run_coroutine_threadsafe(coro, loop).add_done_callback(tell)
    with changed:
        changed.wait_for(lambda: answer)
    return answer[0].result()
