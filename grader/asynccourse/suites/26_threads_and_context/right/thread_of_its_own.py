"""A thread for each render, and a future that it settles."""

import asyncio
import threading
from contextvars import ContextVar, copy_context

request_id = ContextVar("request_id", default="-")


def current_id():
    return request_id.get()


async def handle(request):
    token = request_id.set(request.id)
    try:
        data = await request.load()
        return await in_a_thread(request.render, data)
    finally:
        request_id.reset(token)


async def in_a_thread(function, *args):
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    context = copy_context()

    def settle(result, error):
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)

    def work():
        try:
            answer = context.run(function, *args), None
        except Exception as error:
            answer = None, error
        loop.call_soon_threadsafe(settle, *answer)

    threading.Thread(target=work, daemon=True).start()
    return await future


def submit(loop, coro):
    done = threading.Event()
    box = {}

    async def work():
        try:
            box["result"] = await coro
        except Exception as error:
            box["error"] = error
        finally:
            done.set()

    asyncio.run_coroutine_threadsafe(work(), loop)
    done.wait()
    if "error" in box:
        raise box["error"]
    return box["result"]
