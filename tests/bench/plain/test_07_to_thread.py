"""07_to_thread, plainly."""

from __future__ import annotations

import random
import threading
import time

from tests.bench.plain.answer import (
    CALLS,
    LATENCY,
    SHORT,
    cancel,
    fail,
    free_loop,
    load,
    raises,
    under,
)

answer = load()
SENSORS = [str(number) for number in range(CALLS)]


class Reader:
    """Blocks the thread that calls it, and notes which one that is."""

    def __init__(self, least: float, most: float = 0.0) -> None:
        self.threads: set[int] = set()
        self._delays = least, max(least, most)

    def __call__(self, sensor: str) -> float:
        """Return the reading."""
        self.threads.add(threading.get_ident())
        time.sleep(random.uniform(*self._delays))
        return float(sensor)


async def test_off_the_loops_thread() -> None:
    """Every read is made in another thread, and the loop is never held."""
    read = Reader(LATENCY)
    async with free_loop():
        await answer.read_all(read, SENSORS[:4])
    assert threading.get_ident() not in read.threads


async def test_together() -> None:
    """Ten reads of 100 ms take far less than a second."""
    with under():
        assert await answer.read_all(Reader(LATENCY), SENSORS) == [*range(CALLS)]


async def test_results_in_order() -> None:
    """The readings come in the order of the sensors, whichever read ends first."""
    assert await answer.read_all(Reader(0, 2 * SHORT), SENSORS) == [*range(CALLS)]


async def test_no_sensors() -> None:
    """Without sensors the result is an empty list."""
    assert await answer.read_all(Reader(0), []) == []


async def test_error() -> None:
    """If one read fails, its error reaches the caller."""
    with raises(ConnectionError):
        await answer.read_all(lambda sensor: fail() if sensor == "3" else 0.0, SENSORS)


async def test_cancelled() -> None:
    """When the caller is cancelled, `read_all` doesn't stand still for the reads."""
    async with free_loop():
        await cancel(answer.read_all(Reader(2 * LATENCY), SENSORS[:3]), tidy=False)
