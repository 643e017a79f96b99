"""02_in_order, plainly."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.bench.plain.answer import CALLS, LATENCY, SHORT, cancel, fail, load, under

answer = load()
STEPS = ("load_cart", "price", "pay")


class Shop:
    """Three steps, which note when they begin and end."""

    def __init__(self, delay: float = SHORT / 2, broken: str = "", cart: Any = ("tea",)) -> None:
        self.log: list[str] = []
        self._delay, self._broken, self._cart = delay, broken, list(cart)

    async def _step(self, name: str) -> None:
        self.log.append(name)
        await asyncio.sleep(self._delay)
        if name == self._broken:
            fail()
        self.log.append(f"{name} ended")

    async def load_cart(self, cart_id: str) -> list[str]:
        """Give the cart, and who it is of."""
        await self._step("load_cart")
        return [*self._cart, *([cart_id] if self._cart else [])]

    async def price(self, cart: list[str]) -> int:
        """Give the total."""
        await self._step("price")
        return len("".join(cart))

    async def pay(self, cart_id: str, total: int) -> str:
        """Give the receipt."""
        await self._step("pay")
        return f"{cart_id} paid {total}"

    async def checkout(self, cart_id: str = "anna") -> Any:
        """Call the answer."""
        return await answer.checkout(cart_id, self.load_cart, self.price, self.pay)


async def test_one_after_the_other() -> None:
    """Each step is called once, after the one before, and gets what that gave."""
    shop = Shop()
    assert await shop.checkout() == "anna paid 7"
    assert shop.log == [what for step in STEPS for what in (step, f"{step} ended")]


@pytest.mark.parametrize("broken", STEPS)
async def test_error_stops_the_rest(broken: str) -> None:
    """If a step fails, its error reaches the caller, and no later step is called."""
    shop = Shop(broken=broken)
    with pytest.raises(ConnectionError):
        await shop.checkout()
    assert shop.log[-1] == broken


async def test_cancelled() -> None:
    """If the caller is cancelled no later step is called."""
    shop = Shop(delay=LATENCY)
    await cancel(shop.checkout())
    assert shop.log == ["load_cart"]


async def test_empty_cart() -> None:
    """An empty cart and a total of 0 go through all three steps."""
    assert await Shop(cart=()).checkout() == "anna paid 0"


async def test_checkouts_overlap() -> None:
    """Ten checkouts at once take far less than one after the other."""
    shop = Shop(delay=LATENCY / len(STEPS))
    with under():
        got = await asyncio.gather(*(shop.checkout("x" * n) for n in range(CALLS)))
    assert got == [f"{'x' * n} paid {n + 3}" for n in range(CALLS)]
