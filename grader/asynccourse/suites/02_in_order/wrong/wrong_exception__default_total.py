async def checkout(cart_id, load_cart, price, pay):
    cart = await load_cart(cart_id)
    try:
        total = await price(cart)
    except ValueError:
        total = 0
    return await pay(cart_id, total)
