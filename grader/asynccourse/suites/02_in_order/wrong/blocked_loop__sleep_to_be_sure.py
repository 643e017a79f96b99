import time


async def checkout(cart_id, load_cart, price, pay):
    cart = await load_cart(cart_id)
    time.sleep(0.1)
    total = await price(cart)
    time.sleep(0.1)
    return await pay(cart_id, total)
