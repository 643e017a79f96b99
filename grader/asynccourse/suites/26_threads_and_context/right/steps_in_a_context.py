"""No task and nothing to reset: each step of the work is taken in a context of its own."""

import asyncio
import concurrent.futures
from contextvars import ContextVar, copy_context

request_id = ContextVar("request_id", default="-")


def current_id():
    return request_id.get()


class InContext:
    def __init__(self, coroutine, **values):
        self.coroutine = coroutine
        self.context = copy_context()
        self.context.run(request_id.set, values["id"])

    def __await__(self):
        step, what = self.coroutine.send, None
        while True:
            try:
                future = self.context.run(step, what)
            except StopIteration as end:
                return end.value
            try:
                what = yield future
                step = self.coroutine.send
            except BaseException as error:
                step, what = self.coroutine.throw, error


async def work(request):
    return await asyncio.to_thread(request.render, await request.load())


async def handle(request):
    return await InContext(work(request), id=request.id)


def submit(loop, coro):
    future = asyncio.run_coroutine_threadsafe(coro, loop)
    done, _ = concurrent.futures.wait([future])
    return done.pop().result()
