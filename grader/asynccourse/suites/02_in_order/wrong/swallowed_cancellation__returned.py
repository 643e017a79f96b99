import asyncio


async def checkout(cart_id, load_cart, price, pay):
    try:
        cart = await load_cart(cart_id)
        total = await price(cart)
        return await pay(cart_id, total)
    except asyncio.CancelledError:
        return None
