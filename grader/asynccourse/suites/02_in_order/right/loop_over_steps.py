"""A loop in which each step gets what the one before it gave."""

from functools import partial


async def checkout(cart_id, load_cart, price, pay):
    value = cart_id
    for step in (load_cart, price, partial(pay, cart_id)):
        value = await step(value)
    return value
