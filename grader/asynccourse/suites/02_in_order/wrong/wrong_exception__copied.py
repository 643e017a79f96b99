"""Raises a new error that is only like the one of the step."""


async def checkout(cart_id, load_cart, price, pay):
    try:
        cart = await load_cart(cart_id)
        total = await price(cart)
        return await pay(cart_id, total)
    except Exception as error:
        raise type(error)(*error.args) from None
