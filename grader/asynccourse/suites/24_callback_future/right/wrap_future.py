"""A future that is safe between threads, which can't be cancelled from here, and wrap_future."""

import asyncio
import concurrent.futures


async def call(api, arg):
    answer = concurrent.futures.Future()
    answer.set_running_or_notify_cancel()

    def on_done(result, error):
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(result)

    api.start(arg, on_done)
    return await asyncio.wrap_future(answer)
