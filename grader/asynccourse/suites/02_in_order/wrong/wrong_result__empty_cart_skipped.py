async def checkout(cart_id, load_cart, price, pay):
    cart = await load_cart(cart_id)
    if not cart:
        return None
    total = await price(cart)
    return await pay(cart_id, total)
