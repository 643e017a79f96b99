"""What the plain suites share: the answer, a service that notes its calls, and a stopwatch."""

from __future__ import annotations

import asyncio
import importlib
import os
import random
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

CALLS = 10
LATENCY = 0.1
SHORT = 0.02
"""Seconds of a call where time isn't the matter."""
TOGETHER = 0.8 * LATENCY * CALLS
"""Seconds that ten calls take at most, unless they are made one by one."""
HOLD = 0.1
"""Seconds for which an answer may hold the loop."""


def load() -> Any:
    """Import the answer by its name, by which worker processes find it too."""
    path = Path(os.environ["ANSWER"])
    sys.path.append(str(path.parent))
    return importlib.import_module(path.stem)


class Service:
    """A coroutine function that takes its time, and notes its calls, their ends, and its peak."""

    def __init__(
        self,
        give: Callable[..., Any] = lambda *_: None,
        delay: float | Callable[..., float] = SHORT,
    ) -> None:
        self.began: list[Any] = []
        self.ended: list[Any] = []
        self.cancelled: list[Any] = []
        self.now = self.peak = 0
        self._give, self._delay = give, delay

    async def __call__(self, *arguments: Any) -> Any:
        """Return, or raise, what is to be given for these arguments."""
        what = arguments[0] if len(arguments) == 1 else arguments
        self.began.append(what)
        self.now += 1
        self.peak = max(self.peak, self.now)
        try:
            await asyncio.sleep(self._delay(*arguments) if callable(self._delay) else self._delay)
        except asyncio.CancelledError:
            self.cancelled.append(what)
            raise
        finally:
            self.now -= 1
        self.ended.append(what)
        return self._give(*arguments)

    def jobs(self, arguments: Sequence[Any]) -> list[Callable[[], Awaitable[Any]]]:
        """Return a job without arguments for each of these."""
        return [partial(self, argument) for argument in arguments]


def itself(value: Any) -> Any:
    """Give back what was asked."""
    return value


def fail(*_: Any) -> Any:
    """Fail as a service does that can't be reached."""
    raise ConnectionError("out of order")


def uneven(*_: Any) -> float:
    """Return another short delay each time."""
    return random.random() * 2 * SHORT


@contextmanager
def under(seconds: float = TOGETHER) -> Iterator[None]:
    """Assert that the block takes less than so many seconds."""
    began = time.perf_counter()
    yield
    took = time.perf_counter() - began
    assert took < seconds, f"it took {took:.2f} s"


@contextmanager
def raises(kind: type[Exception]) -> Iterator[None]:
    """Assert that the block raises such an error, by itself or in a group of nothing else."""
    with pytest.raises((kind, ExceptionGroup)) as caught:
        yield
    error = caught.value
    others = error.split(kind)[1] if isinstance(error, ExceptionGroup) else None
    assert others is None


async def cancel(call: Awaitable[Any], after: float = SHORT, tidy: bool = True) -> None:
    """Cancel a call after a while; assert that it ends as cancelled and leaves no task, if tidy."""
    others = asyncio.all_tasks()
    task = asyncio.ensure_future(call)
    await asyncio.sleep(after)
    task.cancel()
    await asyncio.wait([task], timeout=1)
    assert task.done()
    assert task.cancelled()
    assert not tidy or asyncio.all_tasks() <= others


def nothing_left() -> None:
    """Assert that no other task is left on the loop."""
    assert asyncio.all_tasks() == {asyncio.current_task()}


@asynccontextmanager
async def free_loop(most: float = HOLD) -> AsyncIterator[None]:
    """Assert that within the block another task never waits much longer than it wants to."""
    gaps = [0.0]

    async def beat() -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0.005)
            gaps.append(time.perf_counter() - began)

    heart = asyncio.create_task(beat())
    await asyncio.sleep(0.01)
    yield
    await asyncio.sleep(0.01)
    heart.cancel()
    assert max(gaps) < most, f"the loop was held for {max(gaps):.2f} s"
