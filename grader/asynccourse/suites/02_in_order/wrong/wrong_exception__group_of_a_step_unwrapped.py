"""Unwraps its own TaskGroup's group, and the group that a step raised with it."""

import asyncio


async def run(step):
    try:
        async with asyncio.TaskGroup() as group:
            task = group.create_task(step)
    except BaseExceptionGroup as failures:
        error = failures
        while isinstance(error, BaseExceptionGroup):
            error = error.exceptions[0]
        raise error from None
    return task.result()


async def checkout(cart_id, load_cart, price, pay):
    cart = await run(load_cart(cart_id))
    total = await run(price(cart))
    return await run(pay(cart_id, total))
