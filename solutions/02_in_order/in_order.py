"""Do one step after the other: the reference solution."""

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
    # Each line needs the one before it, so nothing here could overlap: plain awaits say just that.
    # No task is made, so none can be left behind. An error, or a cancellation, is raised at the
    # await that is under way and leaves the function from there; the lines below never run.
    cart = await load_cart(cart_id)
    total = await price(cart)
    return await pay(cart_id, total)
