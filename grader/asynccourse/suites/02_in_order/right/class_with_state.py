"""A class that keeps what is known so far, one object for each checkout."""


class Checkout:
    def __init__(self, cart_id):
        self.cart_id = cart_id
        self.cart = None
        self.total = None

    async def run(self, load_cart, price, pay):
        self.cart = await load_cart(self.cart_id)
        self.total = await price(self.cart)
        return await pay(self.cart_id, self.total)


async def checkout(cart_id, load_cart, price, pay):
    return await Checkout(cart_id).run(load_cart, price, pay)
