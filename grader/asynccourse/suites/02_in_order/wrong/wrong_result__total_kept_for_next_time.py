"""Keeps the total of an id in a default argument, from one call to the next."""


async def checkout(cart_id, load_cart, price, pay, totals={}):  # noqa: B006
    cart = await load_cart(cart_id)
    if cart_id not in totals:
        totals[cart_id] = await price(cart)
    return await pay(cart_id, totals[cart_id])
