"""Coroutines that await coroutines: the last one asks for what it needs."""


async def checkout(cart_id, load_cart, price, pay):
    async def total():
        return await price(await load_cart(cart_id))

    async def receipt():
        return await pay(cart_id, await total())

    return await receipt()
