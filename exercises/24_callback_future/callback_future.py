"""Await an answer that comes by callback, from another thread."""

import asyncio
import threading
import time
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
    raise NotImplementedError


class Thermometer:
    """An api that measures for 0.2 s and then answers."""

    def start(self, arg: str, on_done: Callable[[Any, Exception | None], None]) -> None:
        """Begin to measure at the place `arg`."""
        threading.Timer(0.2, on_done, (f"{arg}: {15 + len(arg)} degrees", None)).start()


def show(result: Any, _error: Exception | None) -> None:
    """Print an answer and the thread that brings it."""
    print(f"{result}, says the callback in {threading.current_thread().name}")


async def main() -> None:
    """Show where an answer comes from, and then how long three of them take."""
    print(f"The event loop runs in {threading.current_thread().name}")
    api = Thermometer()
    api.start("attic", show)
    await asyncio.sleep(0.3)

    start = time.perf_counter()
    places = ("kitchen", "hall", "garden")
    try:
        async with asyncio.timeout(2):
            print(await asyncio.gather(*(call(api, place) for place in places)))
    except NotImplementedError:
        print("call() is not written yet")
    except TimeoutError:
        print("the answers came after 0.2 s, and after 2 s call() had not returned")
    else:
        print(f"{time.perf_counter() - start:.2f} s; together they would take 0.20 s")


if __name__ == "__main__":
    asyncio.run(main())
