"""What a grader without a wall does: the suite of 03_gather in-process, timed with sleeps.

`ANSWER` in the environment names the file under test, which is imported into pytest's own process.
"""

from __future__ import annotations

import asyncio
import importlib.util
import os
import random
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

KEYS = [f"key-{number}" for number in range(10)]
LATENCY = 0.1


def load() -> Callable[..., Awaitable[Any]]:
    """Import the answer and return its function."""
    spec = importlib.util.spec_from_file_location("answer", os.environ["ANSWER"])
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.fetch_all  # type: ignore[no-any-return]


async def fetch(key: str) -> str:
    """Take 100 ms."""
    await asyncio.sleep(LATENCY)
    return key.upper()


async def test_together_and_in_order() -> None:
    """Ten sleeps of 100 ms take far less than a second."""
    began = time.perf_counter()
    assert await load()(fetch, KEYS) == [key.upper() for key in KEYS]
    assert time.perf_counter() - began < 0.8 * LATENCY * len(KEYS)


async def test_order_whichever_ends_first() -> None:
    """Uneven sleeps keep the order."""

    async def uneven(key: str) -> str:
        await asyncio.sleep(random.random() * 0.05)
        return key

    assert await load()(uneven, KEYS) == KEYS


async def test_no_keys() -> None:
    """No keys, no results."""
    assert await load()(fetch, []) == []


async def test_error() -> None:
    """An error reaches the caller."""

    async def broken(key: str) -> str:
        await asyncio.sleep(0.01)
        raise ConnectionError(key)

    with pytest.raises(ConnectionError):
        await load()(broken, KEYS)


async def test_cancelled() -> None:
    """Cancellation reaches the fetches."""
    task = asyncio.ensure_future(load()(fetch, KEYS))
    await asyncio.sleep(0.02)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
