import asyncio
import threading


async def call(api, arg):
    loop = asyncio.get_running_loop()
    future = loop.create_future()

    def settle(result, error):
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)

    def wait():
        there = threading.Event()
        answer = []

        def on_done(result, error):
            answer.extend((result, error))
            there.set()

        try:
            api.start(arg, on_done)
        except Exception as error:
            answer.extend((None, error))
        else:
            there.wait()
        loop.call_soon_threadsafe(settle, *answer)

    threading.Thread(target=wait, daemon=True).start()
    return await future
