import asyncio
import threading


async def call(api, arg):
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    ended = threading.Event()
    answer = []

    def on_done(result, error):
        answer.append((result, error))
        ended.set()

    def settle(result, error):
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)

    def wait_and_tell():
        ended.wait()
        if answer:
            loop.call_soon_threadsafe(settle, *answer[0])

    api.start(arg, on_done)
    threading.Thread(target=wait_and_tell, daemon=True).start()
    try:
        return await future
    finally:
        ended.set()
