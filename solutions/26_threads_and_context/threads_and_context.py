"""Take a request's id along, through the loop and its threads: the reference solution."""

import asyncio
from collections.abc import Coroutine
from contextvars import ContextVar
from typing import Any, Protocol, TypeVar

T = TypeVar("T")

request_id: ContextVar[str] = ContextVar("request_id", default="-")


def current_id() -> str:
    """Return the id of the request that this code runs for; "-" outside of any request.

    It is given: whatever logs, counts or checks rights in this program asks it.
    """
    return request_id.get()


class Request(Protocol):
    """One request: its id, and its two steps."""

    id: str

    async def load(self) -> str:
        """Wait for the data."""

    def render(self, data: str) -> str:
        """Return the answer, made of the data. It blocks the thread in which it is called."""


async def handle(request: Request) -> str:
    """Answer a request: await its `load()`, call its `render(data)` in another thread, return that.

    All that runs meanwhile for this request, in both steps, finds `request.id` in `current_id()`,
    and nothing that runs for another request does. Into the thread goes the whole context: other
    context variables, too, are there as `handle` found them. However `handle` ends, `current_id()`
    then gives its caller what it gave before.

    If a step fails, its error reaches the caller, and no later step is called. If the caller is
    cancelled, `handle` ends at once; a `render` under way runs on in its thread, to no effect.
    """
    # Each task has a context of its own, so requests in different tasks don't see each other's id.
    # But `await handle(request)` makes no task: this sets the variable for the caller as well, and
    # so it must be taken back. `reset` brings back what was there before, which may be the id of
    # another request that this one is a part of.
    token = request_id.set(request.id)
    try:
        data = await request.load()
        # `to_thread` calls `render` in a copy of this context; `loop.run_in_executor` would not.
        return await asyncio.to_thread(request.render, data)
    finally:
        request_id.reset(token)


def submit(loop: asyncio.AbstractEventLoop, coro: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine on `loop`, wait for its end, and return its result or raise its error.

    It is called in a thread in which no loop runs, such as that of `render`; `loop` runs in another
    one. The coroutine finds in `current_id()` what its submitter finds there.
    """
    # The future is one of `concurrent.futures`: its `result()` blocks this thread until the loop
    # has run the coroutine to its end. The context goes along by itself, for the callback that
    # makes the task is handed to the loop together with a copy of this thread's context.
    return asyncio.run_coroutine_threadsafe(coro, loop).result()
