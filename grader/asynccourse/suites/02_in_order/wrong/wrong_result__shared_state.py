order = {}


async def checkout(cart_id, load_cart, price, pay):
    order["id"] = cart_id
    order["cart"] = await load_cart(order["id"])
    order["total"] = await price(order["cart"])
    return await pay(order["id"], order["total"])
