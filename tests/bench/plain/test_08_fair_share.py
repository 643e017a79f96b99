"""08_fair_share, plainly."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from tests.bench.plain.answer import SHORT, cancel, free_loop, load

answer = load()
LARGE, MEDIUM = 200_000, 20_000
PRIMES = {0: 0, 1: 0, 2: 1, 3: 2, 10: 4, 97: 25, 1000: 168, 7919: 1000, MEDIUM: 2262}


@pytest.mark.parametrize("limit", PRIMES)
async def test_counts_right(limit: int) -> None:
    """The number of primes is right, the limit included."""
    assert await answer.count_primes(limit) == PRIMES[limit]


async def test_never_holds_the_loop() -> None:
    """Another task never waits for more than 100 ms."""
    async with free_loop():
        assert await answer.count_primes(LARGE) == 17984


async def test_no_time_asleep(monkeypatch: pytest.MonkeyPatch) -> None:
    """It never sleeps for more than 0 seconds, and computes on the loop's own thread."""
    sleep, seen = asyncio.sleep, set()

    async def watched(seconds: float, result: Any = None) -> Any:
        seen.add((seconds, threading.get_ident()))
        return await sleep(seconds, result)

    monkeypatch.setattr(asyncio, "sleep", watched)
    await answer.count_primes(MEDIUM)
    assert seen <= {(0, threading.get_ident())}


async def test_several_at_once() -> None:
    """Several counts go on at once, and each gives its own number."""
    limits = [MEDIUM, 97, 7919]
    got = await asyncio.gather(*(answer.count_primes(limit) for limit in limits))
    assert got == [PRIMES[limit] for limit in limits]


async def test_cancelled() -> None:
    """Cancelled in the middle of its work it ends as cancelled."""
    await cancel(answer.count_primes(LARGE), after=SHORT)
