async def checkout(cart_id, load_cart, price, pay):
    cart = await load_cart(cart_id)
    total = await price(cart)
    pay(cart_id, total)
    return f"{cart_id}: paid {total}"
