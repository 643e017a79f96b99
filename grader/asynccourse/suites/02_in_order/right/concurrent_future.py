"""Each step through a future of `concurrent.futures`; asyncio makes a TimeoutError anew there."""

import asyncio


async def run(step):
    future = asyncio.run_coroutine_threadsafe(step, asyncio.get_running_loop())
    return await asyncio.wrap_future(future)


async def checkout(cart_id, load_cart, price, pay):
    cart = await run(load_cart(cart_id))
    total = await run(price(cart))
    return await run(pay(cart_id, total))
