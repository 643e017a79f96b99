import asyncio


async def checkout(cart_id, load_cart, price, pay):
    cart, total, receipt = await asyncio.gather(
        load_cart(cart_id),
        price([]),
        pay(cart_id, 0),
    )
    return receipt
