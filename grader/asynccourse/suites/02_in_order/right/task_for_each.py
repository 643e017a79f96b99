"""Each step as a task, awaited before the next is made."""

import asyncio


async def checkout(cart_id, load_cart, price, pay):
    loading = asyncio.create_task(load_cart(cart_id))
    cart = await loading
    pricing = asyncio.create_task(price(cart))
    total = await pricing
    paying = asyncio.create_task(pay(cart_id, total))
    return await paying
