"""A future that knows how to be called back: `on_done` is a method of its own."""

import asyncio


class Answer(asyncio.Future):
    def on_done(self, result, error):
        self.get_loop().call_soon_threadsafe(self.settle, result, error)

    def settle(self, result, error):
        if self.done():
            return
        if error is None:
            self.set_result(result)
        else:
            self.set_exception(error)


async def call(api, arg):
    answer = Answer(loop=asyncio.get_running_loop())
    api.start(arg, answer.on_done)
    return await answer
