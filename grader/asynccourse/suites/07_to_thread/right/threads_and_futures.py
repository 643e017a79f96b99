"""Plain threads, each of which settles a future on the loop."""

import asyncio
import threading


async def read_all(read, sensors):
    loop = asyncio.get_running_loop()

    def settle(future, value, error):
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(value)

    def work(sensor, future):
        value = failure = None
        try:
            value = read(sensor)
        except Exception as error:
            failure = error
        loop.call_soon_threadsafe(settle, future, value, failure)

    futures = []
    for sensor in sensors:
        future = loop.create_future()
        futures.append(future)
        threading.Thread(target=work, args=(sensor, future), daemon=True).start()
    return await asyncio.gather(*futures)
