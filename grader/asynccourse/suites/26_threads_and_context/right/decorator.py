"""A decorator that serves as whoever is asked for; an exit stack; a class for what is submitted."""

import asyncio
import contextlib
import functools
import threading
from contextvars import ContextVar, copy_context

request_id = ContextVar("request_id", default="-")


def current_id():
    return request_id.get()


def as_its_own(function):
    @functools.wraps(function)
    async def wrapped(request):
        async with contextlib.AsyncExitStack() as stack:
            stack.callback(request_id.reset, request_id.set(request.id))
            await asyncio.sleep(0)
            return await function(request)

    return wrapped


@as_its_own
async def handle(request):
    rendering = functools.partial(copy_context().run, request.render, await request.load())
    return await asyncio.get_running_loop().run_in_executor(None, rendering)


class Submission(threading.Event):
    async def run(self, coroutine):
        try:
            self.outcome = functools.partial(lambda result: result, await coroutine)
        except Exception as error:
            self.outcome = functools.partial(self.fail, error)
        finally:
            self.set()

    @staticmethod
    def fail(error):
        raise error


def submit(loop, coro):
    submission = Submission()
    asyncio.run_coroutine_threadsafe(submission.run(coro), loop)
    submission.wait()
    return submission.outcome()
