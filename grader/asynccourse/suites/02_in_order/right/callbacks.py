"""A chain of callbacks: each step is started by the end of the one before it."""

import asyncio


class Chain:
    def __init__(self, value, steps):
        self.receipt = asyncio.get_running_loop().create_future()
        self.steps = iter(steps)
        self.start(value)

    def start(self, value):
        step = next(self.steps, None)
        if step is None:
            self.receipt.set_result(value)
        else:
            self.task = asyncio.ensure_future(step(value))
            self.task.add_done_callback(self.ended)

    def ended(self, task):
        if self.receipt.done():
            return
        if task.cancelled():
            self.receipt.cancel()
        elif task.exception():
            self.receipt.set_exception(task.exception())
        else:
            self.start(task.result())


async def checkout(cart_id, load_cart, price, pay):
    chain = Chain(cart_id, [load_cart, price, lambda total: pay(cart_id, total)])
    try:
        return await chain.receipt
    finally:
        chain.task.cancel()
        await asyncio.gather(chain.task, return_exceptions=True)
