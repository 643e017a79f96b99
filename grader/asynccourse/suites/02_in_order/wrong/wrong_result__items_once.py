"""Prices each item of the cart only once."""


async def checkout(cart_id, load_cart, price, pay):
    cart = await load_cart(cart_id)
    total = await price(list(dict.fromkeys(cart)))
    return await pay(cart_id, total)
