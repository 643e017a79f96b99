"""Spawns coroutines where the submission lives, and holds none of them."""

from __future__ import annotations

import asyncio
import gc
import traceback
import weakref
from collections.abc import Callable, Coroutine
from types import FrameType
from typing import Any

submission: Any = globals()["submission"]
"""The learner's module, which is there before this is run."""

Service = Callable[..., Coroutine[Any, Any, Any]]

waiting: list[weakref.ref[asyncio.Future[None]]] = []
"""Weak references to the futures that coroutines wait for."""

failures: list[int] = []
"""The lines at which CancelledError was raised in a callback."""

traces: list[list[weakref.ref[Any]]] = []
"""Weak references to what is left of each coroutine: itself, its task, its result."""


class Result:
    """What a coroutine returns; it can be held weakly."""


def spawn(background: Any, service: Service, *args: object) -> None:
    """Spawn one call of a service."""
    background.spawn(service(*args))


def spawn_many(background: Any, service: Service, count: int) -> None:
    """Spawn so many calls of a service, each with its number."""
    for number in range(count):
        background.spawn(service(number))


def spawn_chain(background: Any, first: Service, second: Service) -> None:
    """Spawn a coroutine that spawns another when it has done its own work."""

    async def chain() -> None:
        await first()
        background.spawn(second())

    background.spawn(chain())


async def close_as_it_ends(background: Any) -> None:
    """Close at the very turn of the loop in which the only task ends."""

    async def short() -> None:
        pass

    background.spawn(short())
    await asyncio.sleep(0)
    await background.aclose()


def spawn_with_clean_up(background: Any, work: Service, clean_up: Service, seconds: float) -> None:
    """Spawn a coroutine that has something to clean up."""

    async def careful() -> None:
        try:
            await work()
        finally:
            await clean_up(seconds)

    background.spawn(careful())


async def stop() -> None:
    """Cancel the task that calls this."""
    task = asyncio.current_task()
    assert task is not None
    task.cancel()
    await asyncio.sleep(0)


def spawn_stopped(background: Any) -> None:
    """Spawn a coroutine that is cancelled."""
    background.spawn(stop())


def watch_callbacks() -> None:
    """Note from now on where CancelledError is raised in a callback."""

    def note(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, asyncio.CancelledError):
            lines = [line for frame, line in traceback.walk_tb(error.__traceback__) if own(frame)]
            failures.append(lines[-1] if lines else 0)
        loop.default_exception_handler(context)

    def own(frame: FrameType) -> bool:
        return bool(frame.f_code.co_filename == submission.__file__)

    asyncio.get_running_loop().set_exception_handler(note)


def failed_callbacks() -> list[int]:
    """Return the lines at which CancelledError was raised in a callback."""
    return failures


async def close_and_tell(background: Any, returned: Callable[[], None]) -> None:
    """Close, and call `returned` if that ends by itself."""
    await background.aclose()
    returned()


def spawn_unheld(background: Any, done: Service, count: int) -> None:
    """Spawn coroutines that wait for something that nobody but themselves holds."""

    async def wait(number: int) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        waiting.append(weakref.ref(future))
        await future
        await done(number)

    for number in range(count):
        background.spawn(wait(number))


def collect() -> int:
    """Collect garbage, and return how many of those still wait."""
    gc.collect()
    return sum(future() is not None for future in waiting)


def wake() -> None:
    """Let those that still wait go on."""
    for reference in waiting:
        future = reference()
        if future is not None and not future.done():
            future.set_result(None)


def spawn_traced(background: Any, work: Service, count: int, *, stopped: bool = False) -> None:
    """Spawn coroutines that can be told from afar to be still in memory, also once `stopped`."""

    async def traced(number: int) -> Result:
        result = Result()
        traces.append([weakref.ref(asyncio.current_task()), weakref.ref(result)])
        await work(number)
        if stopped:
            await stop()
        return result

    for number in range(count):
        coroutine = traced(number)
        traces.append([weakref.ref(coroutine)])
        background.spawn(coroutine)


def kept() -> tuple[int, int, int]:
    """Collect garbage, and return how many tasks that have ended, coroutines and results remain."""
    gc.collect()
    alive = [one() for trace in traces for one in trace]
    tasks = [one for one in alive if isinstance(one, asyncio.Task) and one.done()]
    coroutines = [one for one in alive if asyncio.iscoroutine(one)]
    results = [one for one in alive if isinstance(one, Result)]
    return len(tasks), len(coroutines), len(results)
