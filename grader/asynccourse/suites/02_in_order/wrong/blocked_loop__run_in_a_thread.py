import asyncio
from concurrent.futures import ThreadPoolExecutor


async def checkout(cart_id, load_cart, price, pay):
    with ThreadPoolExecutor() as pool:
        cart = pool.submit(asyncio.run, load_cart(cart_id)).result()
        total = pool.submit(asyncio.run, price(cart)).result()
        return pool.submit(asyncio.run, pay(cart_id, total)).result()
