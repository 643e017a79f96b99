"""Do one step after the other, each with the result of the one before."""

import asyncio
import time
from collections.abc import Awaitable, Callable


async def checkout(
    cart_id: str,
    load_cart: Callable[[str], Awaitable[list[str]]],
    price: Callable[[list[str]], Awaitable[int]],
    pay: Callable[[str, int], Awaitable[str]],
) -> str:
    """Buy what is in a cart, in three steps, and return the receipt.

    `load_cart(cart_id)` gives the cart, `price(cart)` gives its total in cents, and
    `pay(cart_id, total)` gives the receipt. Each step is called once, and begins when the one
    before it has ended; an empty cart and a total of 0 go the same way. If a step fails, its error
    reaches the caller as it is, and no later step is called. If the caller is cancelled, so is the
    step under way, and again no later step is called.
    """
    raise NotImplementedError


async def main() -> None:
    """Check two carts out at the same time, and print when each step begins and ends."""
    start = time.perf_counter()

    async def work(name: str, seconds: float) -> None:
        print(f"{time.perf_counter() - start:.2f} s  {name} begins")
        await asyncio.sleep(seconds)
        print(f"{time.perf_counter() - start:.2f} s  {name} ends")

    async def load_cart(cart_id: str) -> list[str]:
        await work(f"load_cart({cart_id!r})", 0.1)
        return ["tea", "jam"] if cart_id == "anna" else ["bread"]

    async def price(cart: list[str]) -> int:
        await work(f"price({cart!r})", 0.2)
        return 250 * len(cart)

    async def pay(cart_id: str, total: int) -> str:
        await work(f"pay({cart_id!r}, {total!r})", 0.3)
        return f"{cart_id} has paid {total} cents"

    receipts = await asyncio.gather(
        checkout("anna", load_cart, price, pay), checkout("ben", load_cart, price, pay)
    )
    print(receipts)
    print(f"{time.perf_counter() - start:.2f} s; the steps of one cart take 0.60 s")


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except NotImplementedError:
        print("checkout() is not written yet")
