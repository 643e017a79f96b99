import asyncio


async def checkout(cart_id, load_cart, price, pay):
    loading = asyncio.create_task(load_cart(cart_id))
    while not loading.done():
        await asyncio.sleep(0)
    pricing = asyncio.create_task(price(loading.result()))
    while not pricing.done():
        await asyncio.sleep(0)
    return await pay(cart_id, pricing.result())
