"""A context manager, and a submit that waits on a queue."""

import asyncio
import contextlib
import queue
from contextvars import ContextVar

request_id = ContextVar("request_id", default="-")


def current_id():
    return request_id.get()


@contextlib.contextmanager
def serving(id):
    token = request_id.set(id)
    try:
        yield
    finally:
        request_id.reset(token)


async def handle(request):
    with serving(request.id):
        return await asyncio.to_thread(request.render, await request.load())


def submit(loop, coro):
    answers = queue.SimpleQueue()
    tasks = []

    def done(task):
        error = task.exception()
        answers.put((None, error) if error else (task.result(), None))

    def start():
        tasks.append(loop.create_task(coro))
        tasks[0].add_done_callback(done)

    loop.call_soon_threadsafe(start)
    result, error = answers.get()
    if error is not None:
        raise error
    return result
