import asyncio


async def checkout(cart_id, load_cart, price, pay):
    async def finished(coroutine):
        task = asyncio.create_task(coroutine)
        await asyncio.wait([task])
        return task.result()

    cart = await finished(load_cart(cart_id))
    total = await finished(price(cart))
    return await finished(pay(cart_id, total))
