"""18_rate_limit, plainly."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from tests.bench.plain.answer import (
    CALLS,
    LATENCY,
    cancel,
    fail,
    load,
    nothing_left,
    under,
)

answer = load()
RATE, PER = 5, 0.2


class Visits:
    """Bodies of `async with limiter:`, which note when they start."""

    def __init__(self, rate: int = RATE, per: float = PER) -> None:
        self.limiter = answer.RateLimiter(rate, per)
        self.starts: list[float] = []
        self.order: list[Any] = []

    async def visit(self, name: Any = None, seconds: float = 0.0, broken: bool = False) -> None:
        """Start a body, which takes so long."""
        async with self.limiter:
            self.starts.append(time.perf_counter())
            self.order.append(name)
            await asyncio.sleep(seconds)
            if broken:
                fail()

    def check(self) -> None:
        """Assert that in no window more have started than may."""
        for one, later in zip(self.starts, self.starts[RATE:], strict=False):
            assert (
                later - one > 0.7 * PER
            )  # a start that was noted late makes a window look shorter


async def test_never_more_than_the_rate() -> None:
    """Ten visits keep the rate, come in turn, and are no later than they must be."""
    visits = Visits()
    with under(2 * PER):
        await asyncio.gather(*(visits.visit(number) for number in range(CALLS)))
    visits.check()
    assert visits.order == [*range(CALLS)]
    nothing_left()


async def test_no_burst_at_an_edge() -> None:
    """Starts late in one window count in the next one too."""
    visits = Visits()
    await visits.visit()
    await asyncio.sleep(0.8 * PER)
    await asyncio.gather(*(visits.visit() for _ in range(2 * RATE)))
    visits.check()


async def test_jobs_overlap() -> None:
    """Ten bodies of 100 ms take far less than a second: how long one takes doesn't matter."""
    visits = Visits()
    with under():
        await asyncio.gather(*(visits.visit(seconds=LATENCY) for _ in range(CALLS)))


async def test_after_a_pause() -> None:
    """After a pause the whole rate may start at once, and no more than that."""
    visits = Visits()
    await visits.visit()
    await asyncio.sleep(1.5 * PER)
    with under(PER / 2):
        await asyncio.gather(*(visits.visit() for _ in range(RATE)))
    await visits.visit()
    visits.check()


async def test_error_in_the_body() -> None:
    """An error of a body passes, and counts as a start like any other."""
    visits = Visits()
    with pytest.raises(ConnectionError):
        await visits.visit(broken=True)
    await asyncio.gather(*(visits.visit() for _ in range(RATE)))
    visits.check()


async def test_cancelled() -> None:
    """One that is cancelled while it waits takes nobody's place."""
    visits = Visits()
    await asyncio.gather(*(visits.visit() for _ in range(RATE)))
    await cancel(visits.visit(), tidy=False)
    with under(1.5 * PER):
        await asyncio.gather(*(visits.visit() for _ in range(RATE)))
    visits.check()
