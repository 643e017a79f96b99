"""A pool of `multiprocessing`, which tells of an error when all chunks are done."""

import asyncio
import multiprocessing


def score(chunk):
    total = 0
    for number in chunk:
        total = (total * 31 + number * number) % 1_000_000_007
    return total


async def score_all(chunks):
    if not chunks:
        return []
    loop = asyncio.get_running_loop()
    future = loop.create_future()

    def settle(how):
        def set_it(value):
            if not future.done():
                getattr(future, how)(value)

        return lambda value: loop.call_soon_threadsafe(set_it, value)

    with multiprocessing.Pool() as pool:
        pool.map_async(
            score,
            chunks,
            chunksize=1,
            callback=settle("set_result"),
            error_callback=settle("set_exception"),
        )
        try:
            return await future
        finally:
            pool.terminate()
            await asyncio.to_thread(pool.join)
