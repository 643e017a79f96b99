"""Loads a cart a second time where it is empty."""


async def checkout(cart_id, load_cart, price, pay):
    cart = await load_cart(cart_id)
    if not cart:
        cart = await load_cart(cart_id)
    total = await price(cart)
    return await pay(cart_id, total)
