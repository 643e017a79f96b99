"""Eager tasks from Python 3.12 on, one for each request and one for each coroutine submitted."""

import asyncio
import sys
import threading
from contextvars import ContextVar, copy_context

request_id = ContextVar("request_id", default="-")


def current_id():
    return request_id.get()


def begin(coroutine, loop, context):
    if sys.version_info >= (3, 12):
        return asyncio.Task(coroutine, loop=loop, context=context, eager_start=True)
    return loop.create_task(coroutine, context=context)


async def handle(request):
    async def work():
        request_id.set(request.id)
        return await asyncio.to_thread(request.render, await request.load())

    return await begin(work(), asyncio.get_running_loop(), copy_context())


def submit(loop, coro):
    ended = threading.Semaphore(0)
    tasks = []
    context = copy_context()

    def start():
        tasks.append(begin(coro, loop, context))
        tasks[0].add_done_callback(lambda _task: ended.release())

    loop.call_soon_threadsafe(start)
    ended.acquire()
    return tasks[0].result()
