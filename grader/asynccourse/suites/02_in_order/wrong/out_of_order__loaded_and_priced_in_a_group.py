import asyncio


async def checkout(cart_id, load_cart, price, pay):
    async with asyncio.TaskGroup() as group:
        cart = group.create_task(load_cart(cart_id))
        total = group.create_task(price(cart))
    return await pay(cart_id, total.result())
