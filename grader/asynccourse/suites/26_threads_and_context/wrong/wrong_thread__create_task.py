import asyncio
import threading
from contextvars import ContextVar

request_id = ContextVar("request_id", default="-")


def current_id():
    return request_id.get()


async def handle(request):
    token = request_id.set(request.id)
    try:
        data = await request.load()
        return await asyncio.to_thread(request.render, data)
    finally:
        request_id.reset(token)


def submit(loop, coro):
    done = threading.Event()
    task = loop.create_task(coro)
    task.add_done_callback(lambda task: done.set())
    done.wait()
    return task.result()
