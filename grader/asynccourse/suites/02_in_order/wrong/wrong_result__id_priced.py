async def checkout(cart_id, load_cart, price, pay):
    await load_cart(cart_id)
    total = await price(cart_id)
    return await pay(cart_id, total)
