"""An async generator that gives each result in turn; the last is the receipt."""

from contextlib import aclosing


async def checkout(cart_id, load_cart, price, pay):
    async def results():
        cart = await load_cart(cart_id)
        yield cart
        total = await price(cart)
        yield total
        yield await pay(cart_id, total)

    async with aclosing(results()) as steps:
        async for result in steps:
            last = result
    return last
