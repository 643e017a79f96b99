"""20_single_flight, plainly."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.bench.plain.answer import (
    CALLS,
    LATENCY,
    SHORT,
    Service,
    fail,
    itself,
    load,
    nothing_left,
    under,
)

answer = load()
KEYS = [f"key-{number}" for number in range(CALLS)]


async def test_one_load_for_many() -> None:
    """One load is made for all who ask for a key, at once or later."""
    service = Service(str.upper)
    cache = answer.Cache(service)
    assert await asyncio.gather(*(cache.get("a") for _ in range(CALLS))) == ["A"] * CALLS
    assert await cache.get("a") == "A"
    assert service.began == ["a"]
    nothing_left()


async def test_keys_apart() -> None:
    """Ten keys are loaded together: that takes far less than one after the other."""
    cache = answer.Cache(Service(itself, LATENCY))
    with under():
        assert await asyncio.gather(*(cache.get(key) for key in KEYS)) == KEYS


@pytest.mark.parametrize("value", [None, 0, "", [], ValueError("a value")])
async def test_any_value(value: Any) -> None:
    """Any value is kept, and each cache has its own."""
    services = [Service(lambda _: value), Service(itself)]
    caches = [answer.Cache(service) for service in services]
    assert [await caches[0].get("a") for _ in range(2)] == [value, value]
    assert await caches[1].get("a") == "a"
    assert services[0].began == ["a"]


async def test_failure_not_kept() -> None:
    """All who wait get the error of their load, and the next to ask loads anew."""
    broken = [True]
    service = Service(lambda key: fail() if broken.pop() else key)
    cache = answer.Cache(service)
    got = await asyncio.gather(*(cache.get("a") for _ in range(3)), return_exceptions=True)
    assert [type(one) for one in got] == [ConnectionError] * 3
    broken.append(False)
    assert await cache.get("a") == "a"
    assert service.began == ["a", "a"]


@pytest.mark.parametrize("which", range(3))
async def test_one_cancelled(which: int) -> None:
    """Cancelling one of those who wait changes nothing for the others."""
    service = Service(itself, LATENCY / 2)
    cache = answer.Cache(service)
    asking = [asyncio.create_task(cache.get("a")) for _ in range(3)]
    await asyncio.sleep(SHORT)
    asking.pop(which).cancel()
    assert await asyncio.gather(*asking) == ["a", "a"]
    assert service.began == ["a"]


async def test_asked_for_again() -> None:
    """When the only one who waits is cancelled, who asks later still gets the value."""
    cache = answer.Cache(Service(itself))
    asking = asyncio.create_task(cache.get("a"))
    await asyncio.sleep(SHORT / 2)
    asking.cancel()
    assert await cache.get("a") == "a"
