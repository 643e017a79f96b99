"""The api, which answers from threads of its own; when it answers is for the judge to say."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

from asynccourse.runner.frames import awaited_frames

submission: Any = globals()["submission"]
"""The learner's module, which is there before this is run."""

OnDone = Callable[[Any, Exception | None], object]

NEVER_SLOW = 3600.0
"""Seconds from which a loop in debug mode prints that a callback took long: not asked here."""

lost: list[tuple[str, int]] = []


def call_back(on_done: OnDone, result: Any, error: Exception | None) -> BaseException | None:
    """Call `on_done` and return what it raised, if it did."""
    try:
        on_done(result, error)
    except BaseException as raised:
        return raised
    return None


class Api:
    """Answers each request in a thread of its own.

    `answer(arg)` blocks that thread until the judge answers; `answered(arg, raised)` tells that
    `on_done` has returned.
    """

    def __init__(self, answer: Callable[[str], Any], answered: Callable[..., Any]) -> None:
        self._answer = answer
        self._answered = answered

    def start(self, arg: str, on_done: OnDone) -> None:
        """Begin a request."""
        threading.Thread(target=self._work, args=(arg, on_done), daemon=True).start()

    def _work(self, arg: str, on_done: OnDone) -> None:
        result, error = None, None
        try:
            result = self._answer(arg)
        except Exception as raised:
            error = raised
        self._answered(arg, call_back(on_done, result, error))


class QuickApi(Api):
    """Has answered before `start` returns."""

    def start(self, arg: str, on_done: OnDone) -> None:
        """Begin a request, and wait until its answer has been given."""
        thread = threading.Thread(target=self._work, args=(arg, on_done), daemon=True)
        thread.start()
        thread.join()


class ShutApi:
    """Begins no request."""

    def __init__(self, text: str) -> None:
        self._text = text

    def start(self, _arg: str, _on_done: OnDone) -> None:
        """Fail."""
        raise PermissionError(self._text)


class HeldApi:
    """Keeps its one request until `answer` is called; calls `started` when it has it."""

    def __init__(self, started: Callable[[], object]) -> None:
        self._started = started
        self._on_done: OnDone = print

    def start(self, _arg: str, on_done: OnDone) -> None:
        """Keep the request."""
        self._on_done = on_done
        self._started()

    def answer(self, result: Any) -> BaseException | None:
        """Answer in a thread, and return when `on_done` has: what it raised, if it did."""
        raised: list[BaseException | None] = []
        thread = threading.Thread(
            target=lambda: raised.append(call_back(self._on_done, result, None)), daemon=True
        )
        thread.start()
        thread.join()
        return raised[0]


def waits_at() -> int:
    """Return the learner's innermost line at which a task waits, 0 without one."""
    return next(_waiting_lines(), 0)


def _waiting_lines() -> Iterator[int]:
    for task in asyncio.all_tasks():
        frames = [*awaited_frames(task.get_coro())]
        for frame in reversed(frames):
            if frame.f_code.co_filename == submission.__file__:
                yield frame.f_lineno or 0


def be_strict() -> None:
    """Let the loop refuse calls from other threads, and keep what it reports."""
    loop = asyncio.get_running_loop()
    loop.slow_callback_duration = NEVER_SLOW
    loop.set_debug(True)

    def report(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        lost.append(_told(context))
        loop.default_exception_handler(context)

    loop.set_exception_handler(report)


def reported() -> list[tuple[str, int]]:
    """Return what the loop had to report, each with the learner's line."""
    gc.collect()
    return lost


def _told(context: dict[str, Any]) -> tuple[str, int]:
    """Return what a loop reports, and the learner's line that it comes from, or 0."""
    error = context.get("exception")
    text = f"{type(error).__name__}: {error}" if error is not None else context["message"]
    made = context.get("source_traceback") or ()
    lines = [frame.lineno for frame in made if frame.filename == submission.__file__]
    traceback = getattr(error, "__traceback__", None)
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == submission.__file__:
            lines.append(traceback.tb_lineno)
        traceback = traceback.tb_next
    return text, lines[-1] if lines else 0


async def one_call(api: object, arg: str) -> Any:
    """Make one call."""
    return await submission.call(api, arg)


async def nap(seconds: float) -> None:
    """Let so much time pass."""
    await asyncio.sleep(seconds)


async def all_calls(
    api: object, args: list[str], returned: Callable[[str, Any], Coroutine[Any, Any, None]]
) -> None:
    """Make all calls at once; `returned(arg, result)` hears of each as it returns."""

    async def one(arg: str) -> None:
        await returned(arg, await submission.call(api, arg))

    await asyncio.gather(*(one(arg) for arg in args))


async def in_another_loop(api: object, arg: str) -> Any:
    """Make a call in a loop that runs in another thread, which may wait there for the api."""
    return await asyncio.to_thread(asyncio.run, one_call(api, arg))


async def crossing(arg: str, result: Any) -> Any:
    """Cancel a call just after its answer was given, before the loop has turned."""
    return await asyncio.to_thread(_in_a_loop_of_its_own, arg, result)


def _in_a_loop_of_its_own(arg: str, result: Any) -> Any:
    runner = asyncio.Runner(debug=True)
    told = runner.run(_cross(arg, result))
    if told[2] is None:
        runner.close()
    else:
        # What `on_done` raised may be the reason why the call's task is never woken, and then the
        # runner would wait for that task.
        runner.get_loop().close()
    return told


async def _cross(arg: str, result: Any) -> tuple[str, Any, BaseException | None, list[Any]]:
    """Return how the call ended, what `on_done` raised and what the loop reported."""
    loop = asyncio.get_running_loop()
    loop.slow_callback_duration = NEVER_SLOW
    said: list[tuple[str, int]] = []
    loop.set_exception_handler(lambda _loop, context: said.append(_told(context)))
    started = asyncio.Event()
    api = HeldApi(lambda: loop.call_soon_threadsafe(started.set))
    task = asyncio.create_task(one_call(api, arg))
    first = asyncio.create_task(started.wait())
    await asyncio.wait([task, first], return_when=asyncio.FIRST_COMPLETED)
    raised = None
    if first.done():
        raised = api.answer(result)
        if raised is not None:
            return "was not looked at", None, raised, said
        task.cancel()
    first.cancel()
    await asyncio.wait([task, first])
    for _ in range(10):
        await asyncio.sleep(0)
    if task.cancelled():
        return "was cancelled", None, raised, said
    if (error := task.exception()) is not None:
        if isinstance(error, NotImplementedError):
            raise error
        return "raised", repr(error), raised, said
    return "returned", task.result(), raised, said
