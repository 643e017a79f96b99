import asyncio


async def checkout(cart_id, load_cart, price, pay):
    cart = await load_cart(cart_id)
    total = await price(cart)
    return await asyncio.shield(pay(cart_id, total))
