"""Lets ten checkouts in at once, and the others wait."""

import asyncio

room = asyncio.Semaphore(10)


async def checkout(cart_id, load_cart, price, pay):
    async with room:
        cart = await load_cart(cart_id)
        total = await price(cart)
        return await pay(cart_id, total)
