"""21_no_polling, plainly."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.bench.plain.answer import CALLS, LATENCY, SHORT, cancel, load, nothing_left, under

answer = load()


async def is_free(waiter: asyncio.Future[Any]) -> bool:
    """Whether a taker has got what it waited for, or gets it in a moment."""
    await asyncio.wait([waiter], timeout=SHORT)
    return waiter.done()


def taken(inventory: Any, *numbers: int) -> list[asyncio.Task[Any]]:
    """Start to take so many each."""
    return [asyncio.create_task(inventory.take(number)) for number in numbers]


async def test_waits_without_looking(monkeypatch: pytest.MonkeyPatch) -> None:
    """A take waits, without ever sleeping, until there is enough."""
    sleep, slept = asyncio.sleep, []

    async def watched(seconds: float, result: Any = None) -> Any:
        slept.append(seconds)
        return await sleep(seconds, result)

    inventory = answer.Inventory()
    monkeypatch.setattr(asyncio, "sleep", watched)
    (taker,) = taken(inventory, 5)
    await sleep(SHORT)
    await inventory.add(3)
    assert not await is_free(taker)
    await inventory.add(2)
    assert await is_free(taker)
    assert slept == []


async def test_enough_in_stock() -> None:
    """Where there is enough a take doesn't wait, and who takes nothing never does."""
    inventory = answer.Inventory()
    with under(LATENCY):
        await inventory.take(0)
        await inventory.add(5)
        await inventory.take(3)
        await inventory.take(2)
    await cancel(inventory.take(1))


async def test_all_that_can_go_on() -> None:
    """One delivery may be enough for many, and each goes on for which there is enough."""
    inventory = answer.Inventory()
    *small, large = taken(inventory, 1, 2, 3, 50)
    await asyncio.sleep(SHORT)
    await inventory.add(6)
    assert [await is_free(one) for one in small] == [True] * 3
    assert not large.done()
    await inventory.add(50)
    assert await is_free(large)
    nothing_left()


async def test_cancelled_while_it_waits() -> None:
    """A take that is cancelled has taken nothing, and nobody waits behind it any longer."""
    inventory = answer.Inventory()
    large, small = taken(inventory, 9, 2)
    await asyncio.sleep(SHORT)
    large.cancel()
    await inventory.add(3)
    assert await is_free(small)
    assert large.cancelled()
    await inventory.take(1)
    await cancel(inventory.take(1))


@pytest.mark.parametrize("turns", range(3))
async def test_cancelled_as_it_goes_on(turns: int) -> None:
    """Nothing is lost when a take is cancelled at the moment when its pieces come."""
    inventory = answer.Inventory()
    (taker,) = taken(inventory, 2)
    await asyncio.sleep(SHORT)
    await inventory.add(2)
    for _ in range(turns):
        await asyncio.sleep(0)
    taker.cancel()
    await asyncio.wait([taker])
    await inventory.add(2 if not taker.cancelled() else 0)
    with under(LATENCY):
        await asyncio.wait_for(inventory.take(2), LATENCY)


async def test_as_fast_as_one() -> None:
    """Ten who wait go on together when enough for all has come."""
    inventory = answer.Inventory()

    async def take_and_pack() -> None:
        await inventory.take(1)
        await asyncio.sleep(LATENCY)

    with under():
        packing = asyncio.gather(*(take_and_pack() for _ in range(CALLS)))
        await asyncio.sleep(SHORT)
        await inventory.add(CALLS)
        await packing
