async def checkout(cart_id, load_cart, price, pay):
    try:
        cart = await load_cart(cart_id)
        total = await price(cart)
    except BaseException:
        total = 0
    return await pay(cart_id, total)
