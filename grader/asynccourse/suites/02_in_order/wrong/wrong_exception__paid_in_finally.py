async def checkout(cart_id, load_cart, price, pay):
    total = 0
    try:
        cart = await load_cart(cart_id)
        total = await price(cart)
    finally:
        receipt = await pay(cart_id, total)
    return receipt
