"""A future for the result and one for the error; whichever is filled first ends the wait."""

import asyncio


async def call(api, arg):
    loop = asyncio.get_running_loop()
    good, bad = loop.create_future(), loop.create_future()

    def on_done(result, error):
        fill = good.set_result if error is None else bad.set_result
        loop.call_soon_threadsafe(fill, result if error is None else error)

    api.start(arg, on_done)
    await asyncio.wait([good, bad], return_when=asyncio.FIRST_COMPLETED)
    if bad.done():
        raise bad.result()
    return good.result()
