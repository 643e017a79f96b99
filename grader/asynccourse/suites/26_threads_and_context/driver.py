"""Requests that note, at each of their steps, what the context there says."""

from __future__ import annotations

import asyncio
import inspect
import sys
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextvars import ContextVar
from types import FrameType
from typing import Any

from asynccourse.runner.frames import awaited_frames

submission: Any = globals()["submission"]
"""The learner's module, which is there before this is run."""

NEVER_SLOW = 3600.0
"""Seconds from which a loop in debug mode prints that a callback took long: not asked here."""

language: ContextVar[str] = ContextVar("language", default="-")
"""A variable of the program's of which the learner knows nothing."""

Note = tuple[str, str, str]
"""A step, the id that it found, and the language."""

around: list[tuple[str, str]] = []
elsewhere: list[int] = []
"""For each coroutine that ran on another loop than it should, the learner's line, or 0."""


class Request:
    """A request with a service for each step.

    With `ask`, `render` submits a coroutine to the loop, which awaits that. With `inner`, `load`
    handles another request on the way.
    """

    def __init__(
        self,
        number: str,
        load: Callable[[str], Awaitable[Any]],
        render: Callable[[str, Any], Any],
        ask: Callable[[str], Awaitable[Any]] | None = None,
        inner: object = None,
    ) -> None:
        self.id = number
        self.notes: list[Note] = []
        self._load = load
        self._render = render
        self._ask = ask
        self._inner = inner
        self._loop = asyncio.get_running_loop()

    async def load(self) -> Any:
        """Load, noting what the context says before and after the wait."""
        self._note("load")
        data = await self._load(self.id)
        self._note("load, after its wait,")
        if self._inner is not None:
            await submission.handle(self._inner)
            self._note("load handled another request, and after that")
        return data

    def render(self, data: Any) -> Any:
        """Render, noting what the context says; with `ask`, on the loop as well."""
        self._note("render")
        page = self._render(self.id, data)
        if self._ask is not None:
            page = [page, _submit(self._loop, self._asked(self._ask))]
            self._note("render, after submit,")
        return page

    async def _asked(self, ask: Callable[[str], Awaitable[Any]]) -> Any:
        self._note("the coroutine that render submitted")
        _look_at_the_loop(self._loop)
        return await ask(self.id)

    def _note(self, step: str) -> None:
        self.notes.append((step, submission.current_id(), language.get()))


def be_strict() -> None:
    """Let the loop refuse calls from other threads."""
    loop = asyncio.get_running_loop()
    loop.slow_callback_duration = NEVER_SLOW
    loop.set_debug(True)


async def one(request: object, spoken: str | None) -> Any:
    """Have a request handled by a caller, with a language or without, and note its id around it."""
    if spoken is not None:
        language.set(spoken)
    before = submission.current_id()
    try:
        return await submission.handle(request)
    finally:
        around.append((before, submission.current_id()))


async def asked_in_the_pool() -> list[str]:
    """Return the id and the language that a thread of the loop's own pool finds, for nobody."""

    def asked() -> list[str]:
        return [submission.current_id(), language.get()]

    return await asyncio.get_running_loop().run_in_executor(None, asked)


async def several(
    requests: list[object], returned: Callable[[int, Any], Coroutine[Any, Any, None]]
) -> None:
    """Have requests handled at once, each in a task; `returned(index, page)` hears of each."""

    async def each(index: int, request: object) -> None:
        await returned(index, await submission.handle(request))

    await asyncio.gather(*(each(*item) for item in enumerate(requests)))


def caller_saw() -> list[tuple[str, str]]:
    """Return the ids that callers of `handle` found, each before and after."""
    return around


def ran_elsewhere() -> list[int]:
    """Return the learner's line for each coroutine that ran on another loop than it should."""
    return elsewhere


def waits_at() -> int:
    """Return the learner's innermost line at which a task waits, 0 without one."""
    return next(_waiting_lines(), 0)


def _waiting_lines() -> Iterator[int]:
    for task in asyncio.all_tasks():
        for frame in reversed([*awaited_frames(task.get_coro())]):
            if frame.f_code.co_filename == submission.__file__:
                yield frame.f_lineno or 0


def _look_at_the_loop(wanted: asyncio.AbstractEventLoop) -> None:
    """Note it if another loop runs this than should, with the line that runs that loop."""
    if asyncio.get_running_loop() is wanted:
        return
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_code.co_filename != submission.__file__:
        frame = frame.f_back
    elsewhere.append(0 if frame is None else frame.f_lineno or 0)


async def submitted(ask: Callable[[str], Awaitable[Any]], arg: str) -> Any:
    """Submit a coroutine to this loop from a thread."""
    loop = asyncio.get_running_loop()
    return await asyncio.to_thread(_submit, loop, _work(loop, ask, arg))


async def submitted_elsewhere(ask: Callable[[str], Awaitable[Any]], arg: str) -> Any:
    """Submit a coroutine from a thread to a loop that runs in yet another thread."""
    there = asyncio.new_event_loop()
    there.slow_callback_duration = NEVER_SLOW
    there.set_debug(True)
    thread = threading.Thread(target=there.run_forever, daemon=True)
    thread.start()
    try:
        return await asyncio.to_thread(_submit, there, _work(there, ask, arg))
    finally:
        there.call_soon_threadsafe(there.stop)
        await asyncio.to_thread(thread.join)
        there.close()


async def _work(
    loop: asyncio.AbstractEventLoop, ask: Callable[[str], Awaitable[Any]], arg: str
) -> Any:
    _look_at_the_loop(loop)
    return await ask(arg)


def _submit(loop: asyncio.AbstractEventLoop, coro: Coroutine[Any, Any, Any]) -> Any:
    """Submit as the learner does. What was refused for its thread isn't also 'never awaited'."""
    try:
        return submission.submit(loop, coro)
    except BaseException:
        if inspect.getcoroutinestate(coro) == inspect.CORO_CREATED:
            coro.close()
        raise
