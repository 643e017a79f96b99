async def checkout(cart_id, load_cart, price, pay):
    cart = load_cart(cart_id)
    total = await price(cart)
    return await pay(cart_id, total)
