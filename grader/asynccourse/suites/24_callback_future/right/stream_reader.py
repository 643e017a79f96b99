"""A stream that ends when the answer is there; the answer itself lies beside it."""

import asyncio
import contextlib


async def call(api, arg):
    loop = asyncio.get_running_loop()
    stream = asyncio.StreamReader(loop=loop)
    with contextlib.ExitStack() as answer:

        def fail(error):
            raise error

        def on_done(result, error):
            box.append(result)
            if error is not None:
                box.append(error)
            loop.call_soon_threadsafe(stream.feed_eof)

        box = []
        api.start(arg, on_done)
        await stream.read()
        for error in box[1:]:
            answer.callback(fail, error)
        return box[0]
