"""`gather` and `wait_for` around single steps."""

import asyncio


async def checkout(cart_id, load_cart, price, pay):
    [cart] = await asyncio.gather(load_cart(cart_id))
    total = await asyncio.wait_for(price(cart), timeout=None)
    async with asyncio.timeout(3600):
        return await pay(cart_id, total)
