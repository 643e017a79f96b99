"""A class of its own, with `__await__`."""

import asyncio


class Request:
    def __init__(self, api, arg):
        self.loop = asyncio.get_running_loop()
        self.future = self.loop.create_future()
        api.start(arg, self.on_done)

    def on_done(self, result, error):
        self.loop.call_soon_threadsafe(self.settle, result, error)

    def settle(self, result, error):
        if self.future.cancelled():
            return
        if error is None:
            self.future.set_result(result)
        else:
            self.future.set_exception(error)

    def __await__(self):
        return self.future.__await__()


async def call(api, arg):
    return await Request(api, arg)
