"""Nobody asks whether the future is done: the error is expected, in the loop's thread."""

import asyncio
import contextlib


async def call(api, arg):
    loop = asyncio.get_running_loop()
    future = loop.create_future()

    def on_done(result, error):
        def settle():
            with contextlib.suppress(asyncio.InvalidStateError):
                future.set_result(result) if error is None else future.set_exception(error)

        with contextlib.suppress(RuntimeError):  # the loop may be closed
            loop.call_soon_threadsafe(settle)

    api.start(arg, on_done)
    return await future
