import asyncio


async def checkout(cart_id, load_cart, price, pay):
    async with asyncio.TaskGroup() as group:
        cart = await group.create_task(load_cart(cart_id))
        total = await group.create_task(price(cart))
        receipt = await group.create_task(pay(cart_id, total))
    return receipt
