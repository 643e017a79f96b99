import asyncio


async def checkout(cart_id, load_cart, price, pay):
    cart = asyncio.create_task(load_cart(cart_id))
    total = asyncio.create_task(price(cart))
    receipt = asyncio.create_task(pay(cart_id, total))
    await asyncio.gather(cart, total, receipt)
    return receipt.result()
