"""multiprocessing's own pool, with a callback for each result."""

import asyncio
import multiprocessing


def score(chunk):
    total = 0
    for number in chunk:
        total = (total * 31 + number * number) % 1_000_000_007
    return total


async def score_all(chunks):
    loop = asyncio.get_running_loop()
    with multiprocessing.Pool(4) as pool:
        futures = [loop.create_future() for _ in chunks]
        for future, chunk in zip(futures, chunks):
            pool.apply_async(
                score,
                (chunk,),
                callback=settle(loop, future, "set_result"),
                error_callback=settle(loop, future, "set_exception"),
            )
        try:
            return await asyncio.gather(*futures)
        finally:
            pool.terminate()
            pool.join()


def settle(loop, future, how):
    def set_it(value):
        if not future.cancelled():
            getattr(future, how)(value)

    return lambda value: loop.call_soon_threadsafe(set_it, value)
