"""Await an answer that comes by callback, from another thread: the reference solution."""

import asyncio
from collections.abc import Callable
from typing import Any, Protocol


class Api(Protocol):
    """Something that answers by callback, as many libraries for hardware and networks do."""

    def start(self, arg: str, on_done: Callable[[Any, Exception | None], None]) -> None:
        """Begin a request, and return at once.

        When the answer is there, the api calls `on_done(result, None)`, or `on_done(None, error)`
        if the request failed: once, from a thread of the api's own. That may be long after `start`
        has returned, or shortly before it returns.

        The api's thread must not be kept: `on_done` returns at once, and raises nothing.
        """


async def call(api: Api, arg: str) -> Any:
    """Start a request of `api` with `arg`, and return its result when it comes.

    If the request fails, its error is raised here, and so is an error of `api.start` itself. The
    wait costs nothing: no thread of yours, no timer, no turn of the loop until the answer is there.
    If the caller is cancelled, `call` ends at once; an answer that comes later does no harm.
    """
    # Asked here, in the loop's thread: in the api's thread no loop is running.
    loop = asyncio.get_running_loop()
    future = loop.create_future()

    def settle(result: Any, error: Exception | None) -> None:
        # In the loop's thread, where nothing can come between the question and the answer. Who was
        # cancelled meanwhile has a cancelled future, and a future can be settled only once.
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)

    def on_done(result: Any, error: Exception | None) -> None:
        # In the api's thread. Of all that a loop can do, this alone may be called from another
        # thread: it takes the callback in safely, and wakes the loop, which would sleep on.
        loop.call_soon_threadsafe(settle, result, error)

    # Everything is in place before the request begins: the answer may come before `start` returns.
    api.start(arg, on_done)
    return await future
