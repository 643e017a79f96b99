"""Hidden tests as people write them: the answer is imported, and a stopwatch decides."""

import asyncio

import pytest
from no_polling import Inventory

pytestmark = [pytest.mark.asyncio, pytest.mark.timeout(5)]


async def test_takes_what_is_there() -> None:
    inventory = Inventory()
    await inventory.add(3)
    await asyncio.wait_for(inventory.take(3), 1)


async def test_waits() -> None:
    inventory = Inventory()
    task = asyncio.create_task(inventory.take(2))
    await asyncio.sleep(0.05)
    assert not task.done()
    await inventory.add(2)
    await asyncio.wait_for(task, 1)
