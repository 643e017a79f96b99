"""Hidden tests as people write them: the answer is imported, and a stopwatch decides."""

import asyncio
import time

import pytest
from run_it import main

pytestmark = pytest.mark.timeout(5)


async def job() -> int:
    await asyncio.sleep(0.1)
    return 7


def test_results() -> None:
    assert main([job] * 6) == [7] * 6


def test_concurrent() -> None:
    began = time.perf_counter()
    main([job] * 6)
    assert time.perf_counter() - began < 0.4


def test_empty() -> None:
    assert main([]) == []
