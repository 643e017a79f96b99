"""An executor that takes the context along, for the whole program."""

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import ContextVar, copy_context

request_id = ContextVar("request_id", default="-")


def current_id():
    return request_id.get()


class ContextExecutor(ThreadPoolExecutor):
    def submit(self, function, /, *args, **kwargs):
        return super().submit(copy_context().run, function, *args, **kwargs)


executor = ContextExecutor(32)


async def handle(request):
    token = request_id.set(request.id)
    try:
        data = await request.load()
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(executor, request.render, data)
    finally:
        request_id.reset(token)


def submit(loop, coro):
    answer = Future()

    async def work():
        try:
            answer.set_result(await coro)
        except BaseException as error:
            answer.set_exception(error)

    tasks = set()
    loop.call_soon_threadsafe(lambda: tasks.add(loop.create_task(work())))
    return answer.result()
