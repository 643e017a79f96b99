"""A pool made by hand: threads that live on, and take what there is to do from a queue."""

import asyncio
import queue
import threading
from concurrent.futures import Future
from contextvars import ContextVar, copy_context

request_id = ContextVar("request_id", default="-")


def current_id():
    return request_id.get()


class Threads:
    def __init__(self):
        self.jobs = queue.SimpleQueue()
        self.idle = 0
        self.lock = threading.Lock()

    def work(self):
        while True:
            future, context, function, args = self.jobs.get()
            try:
                result = context.run(function, *args)
            except Exception as error:
                future.set_exception(error)
            else:
                future.set_result(result)
            with self.lock:
                self.idle += 1
            del future

    def call(self, function, *args):
        future = Future()
        future.set_running_or_notify_cancel()
        with self.lock:
            self.idle -= 1
            if self.idle < 0:
                threading.Thread(target=self.work, daemon=True).start()
                self.idle = 0
        self.jobs.put((future, copy_context(), function, args))
        return asyncio.wrap_future(future)


threads = Threads()


async def handle(request):
    token = request_id.set(request.id)
    try:
        return await threads.call(request.render, await request.load())
    finally:
        request_id.reset(token)


def submit(loop, coro):
    barrier = threading.Barrier(2)
    future = asyncio.run_coroutine_threadsafe(coro, loop)
    future.add_done_callback(lambda _future: barrier.wait())
    barrier.wait()
    return future.result()
