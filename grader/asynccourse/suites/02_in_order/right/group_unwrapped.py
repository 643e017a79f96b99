"""A TaskGroup around the steps, and the one error taken out of its group."""

import asyncio


async def checkout(cart_id, load_cart, price, pay):
    try:
        async with asyncio.TaskGroup() as group:
            cart = await group.create_task(load_cart(cart_id))
            total = await group.create_task(price(cart))
            paying = group.create_task(pay(cart_id, total))
    except BaseExceptionGroup as failures:
        raise failures.exceptions[0] from None
    return paying.result()
