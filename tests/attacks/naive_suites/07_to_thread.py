"""Hidden tests as people write them: the answer is imported, and a stopwatch decides."""

import time

import pytest
from to_thread import read_all

READINGS = {f"sensor-{number}": number / 4 for number in range(5)}

pytestmark = [pytest.mark.asyncio, pytest.mark.timeout(5)]


def read(sensor: str) -> float:
    time.sleep(0.1)
    return READINGS[sensor]


async def test_results() -> None:
    assert await read_all(read, list(READINGS)) == list(READINGS.values())


async def test_concurrent() -> None:
    began = time.perf_counter()
    await read_all(read, list(READINGS))
    assert time.perf_counter() - began < 0.4
