"""A Condition, and a coroutine on the loop that notifies it."""

import asyncio


async def call(api, arg):
    loop = asyncio.get_running_loop()
    changed = asyncio.Condition()
    answer = None

    async def arrive(result, error):
        nonlocal answer
        async with changed:
            answer = (result, error)
            changed.notify_all()

    def on_done(result, error):
        asyncio.run_coroutine_threadsafe(arrive(result, error), loop)

    api.start(arg, on_done)
    async with changed:
        await changed.wait_for(lambda: answer is not None)
    result, error = answer
    if error is not None:
        raise error
    return result
