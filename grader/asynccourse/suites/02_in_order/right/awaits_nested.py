"""The three awaits in one expression."""


async def checkout(cart_id, load_cart, price, pay):
    return await pay(cart_id, await price(await load_cart(cart_id)))
