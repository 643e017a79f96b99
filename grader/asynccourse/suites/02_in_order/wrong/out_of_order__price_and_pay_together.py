import asyncio


async def checkout(cart_id, load_cart, price, pay):
    cart = await load_cart(cart_id)
    total, receipt = await asyncio.gather(price(cart), pay(cart_id, len(cart)))
    return receipt
