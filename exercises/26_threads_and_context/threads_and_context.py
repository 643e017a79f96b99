"""Take a request's id along: through the loop, into a thread, and back onto the loop."""

import asyncio
import threading
import time
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
    raise NotImplementedError


def submit(loop: asyncio.AbstractEventLoop, coro: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine on `loop`, wait for its end, and return its result or raise its error.

    It is called in a thread in which no loop runs, such as that of `render`; `loop` runs in another
    one. The coroutine finds in `current_id()` what its submitter finds there.
    """
    raise NotImplementedError


class Page:
    """A request whose render asks the loop for something."""

    def __init__(self, number: int, loop: asyncio.AbstractEventLoop) -> None:
        self.id = f"page-{number}"
        self.loop = loop

    async def load(self) -> str:
        """Wait for 0.2 s."""
        log("load begins")
        await asyncio.sleep(0.2)
        log("load ends")
        return "data"

    def render(self, data: str) -> str:
        """Block for 0.2 s."""
        log("render begins")
        time.sleep(0.2)
        visits = submit(self.loop, self.count())
        log("render ends")
        return f"{data} of {self.id}, visited {visits} times"

    async def count(self) -> int:
        """Count a visit."""
        log("count")
        return 1


def log(text: str) -> None:
    """Print a line with the id of the request that it belongs to."""
    print(f"[{current_id():>6}] {text} in {threading.current_thread().name}")


async def main() -> None:
    """Show what a thread of the pool knows of its caller's context; then answer two requests."""
    loop = asyncio.get_running_loop()
    token = request_id.set("page-0")
    log("set")
    await loop.run_in_executor(None, log, "asked")
    request_id.reset(token)

    try:
        print(await asyncio.gather(*(handle(Page(number, loop)) for number in (1, 2))))
    except NotImplementedError:
        print("handle() and submit() are not both written yet")
    log("this is nobody's line")


if __name__ == "__main__":
    asyncio.run(main())
