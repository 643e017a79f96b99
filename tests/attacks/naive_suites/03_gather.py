"""Hidden tests as people write them: the answer is imported, and a stopwatch decides."""

import asyncio
import time

import pytest
from gather import fetch_all

VALUES = {f"key-{number}": f"value-{number * 37 % 11}" for number in range(10)}

pytestmark = [pytest.mark.asyncio, pytest.mark.timeout(5)]


async def fetch(key: str) -> str:
    await asyncio.sleep(0.1)
    return VALUES[key]


async def test_results() -> None:
    assert await fetch_all(fetch, list(VALUES)) == list(VALUES.values())


async def test_concurrent() -> None:
    began = time.perf_counter()
    await fetch_all(fetch, list(VALUES))
    assert time.perf_counter() - began < 0.5


async def test_empty() -> None:
    assert await fetch_all(fetch, []) == []


async def test_error() -> None:
    async def fail(key: str) -> str:
        raise ConnectionError(key)

    with pytest.raises(ConnectionError):
        await fetch_all(fail, list(VALUES))
