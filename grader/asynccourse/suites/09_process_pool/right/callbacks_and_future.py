"""Callbacks of the pool's own futures, which fill the places and count down to one future."""

import asyncio
import functools
from concurrent.futures import ProcessPoolExecutor


def score(chunk):
    total = 0
    for number in chunk:
        total = (total * 31 + number * number) % 1_000_000_007
    return total


async def score_all(chunks):
    loop = asyncio.get_running_loop()
    scores, over = {}, loop.create_future()

    def ended(place, future):
        if over.done():
            return
        if error := future.exception():
            over.set_exception(error)
            return
        scores[place] = future.result()
        if len(scores) == len(chunks):
            over.set_result(None)

    if not chunks:
        return []
    pool = ProcessPoolExecutor()
    try:
        for place, chunk in enumerate(chunks):
            callback = functools.partial(loop.call_soon_threadsafe, ended, place)
            pool.submit(score, chunk).add_done_callback(callback)
        await over
    finally:
        await asyncio.to_thread(pool.shutdown, cancel_futures=True)
    return [scores[place] for place in range(len(chunks))]
