"""Gives up on a step that takes longer than a minute."""

import asyncio


async def checkout(cart_id, load_cart, price, pay):
    cart = await asyncio.wait_for(load_cart(cart_id), 60)
    total = await asyncio.wait_for(price(cart), 60)
    return await asyncio.wait_for(pay(cart_id, total), 60)
