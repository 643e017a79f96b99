import asyncio

lock = asyncio.Lock()


async def checkout(cart_id, load_cart, price, pay):
    async with lock:
        cart = await load_cart(cart_id)
        total = await price(cart)
        return await pay(cart_id, total)
