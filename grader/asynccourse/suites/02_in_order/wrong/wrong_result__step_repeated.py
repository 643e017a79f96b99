async def checkout(cart_id, load_cart, price, pay):
    total = await price(await load_cart(cart_id))
    cart = await load_cart(cart_id)
    print(f"{len(cart)} items cost {total}")
    return await pay(cart_id, total)
