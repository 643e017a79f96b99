"""24_callback_future, plainly."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from tests.bench.plain.answer import CALLS, LATENCY, SHORT, cancel, fail, free_loop, load, under

answer = load()
OnDone = Callable[[Any, Exception | None], None]


class Api:
    """Answers from a thread of its own, which notes what `on_done` raises there."""

    def __init__(
        self, result: Any = None, error: Exception | None = None, seconds: float = SHORT
    ) -> None:
        self.raised: list[BaseException] = []
        self.threads: list[threading.Thread] = []
        self._answer, self._seconds = (result, error), seconds

    def start(self, arg: str, on_done: OnDone) -> None:
        """Begin a request; without any seconds, the answer comes before this returns."""
        thread = threading.Thread(target=self._run, args=(arg, on_done))
        self.threads.append(thread)
        thread.start()
        if not self._seconds:
            thread.join()

    def _run(self, arg: str, on_done: OnDone) -> None:
        time.sleep(self._seconds)
        result, error = self._answer
        try:
            on_done(arg if result is None else result, error)
        except BaseException as raised:
            self.raised.append(raised)


async def test_woken_by_the_answer() -> None:
    """The answer is returned as soon as it is there, and the loop is free until then."""
    asyncio.get_running_loop().set_debug(True)  # it then refuses to be used from other threads
    api = Api(seconds=LATENCY)
    async with free_loop():
        with under(2 * LATENCY):
            assert await answer.call(api, "question") == "question"
    assert api.raised == []


async def test_nothing_else_wakes_it() -> None:
    """With nothing else on the loop, the answer from the other thread wakes it."""
    api = Api()
    with under(LATENCY):
        assert await answer.call(api, "question") == "question"


async def test_many_at_once() -> None:
    """Ten calls of 100 ms take far less than a second."""
    with under():
        calls = [answer.call(Api(seconds=LATENCY), str(number)) for number in range(CALLS)]
        assert await asyncio.gather(*calls) == [str(number) for number in range(CALLS)]


@pytest.mark.parametrize("seconds", [0, SHORT])
@pytest.mark.parametrize("result", [0, "", [], ValueError("a result")])
async def test_any_answer_at_any_time(result: Any, seconds: float) -> None:
    """Any result is a result, and it may come before `start` has returned."""
    assert await answer.call(Api(result, seconds=seconds), "question") == result


async def test_errors_reach_the_caller() -> None:
    """The error of a request reaches the caller, and so does one of `start`."""
    with pytest.raises(ConnectionError):
        await answer.call(Api(error=ConnectionError("no")), "question")
    with pytest.raises(ConnectionError):
        await answer.call(SimpleNamespace(start=fail), "question")


async def test_late_answer_after_cancellation() -> None:
    """Who is cancelled ends at once, and the answer that comes later does no harm."""
    lost: list[Any] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: lost.append(context))
    api = Api(seconds=2 * LATENCY)
    with under(LATENCY):
        await cancel(answer.call(api, "question"))
    await asyncio.sleep(2.5 * LATENCY)
    assert api.raised == []
    assert lost == []
