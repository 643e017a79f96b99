"""Arguments by name, as the functions of the demonstration have them."""


async def checkout(cart_id, load_cart, price, pay):
    cart = await load_cart(cart_id=cart_id)
    total = await price(cart=cart)
    return await pay(total=total, cart_id=cart_id)
