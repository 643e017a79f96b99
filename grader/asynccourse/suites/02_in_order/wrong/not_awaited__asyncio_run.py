import asyncio


async def checkout(cart_id, load_cart, price, pay):
    cart = asyncio.run(load_cart(cart_id))
    total = asyncio.run(price(cart))
    return asyncio.run(pay(cart_id, total))
