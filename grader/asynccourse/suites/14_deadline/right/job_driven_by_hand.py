"""A generator that drives the job step by step, and knows which cancellation is its own."""

import asyncio
import types


@types.coroutine
def driven(coroutine, struck):
    result = yield from coroutine.__await__()
    struck.timer.cancel()
    return result


class Strike:
    def __init__(self, seconds):
        self.task = asyncio.current_task()
        self.others = self.task.cancelling()
        self.happened = False
        self.timer = asyncio.get_running_loop().call_later(seconds, self)

    def __call__(self):
        self.happened = True
        self.task.cancel()

    def was_all(self):
        return self.happened and self.task.uncancel() <= self.others


async def within(job, seconds, default):
    strike = Strike(seconds)
    try:
        return await driven(job(), strike)
    except asyncio.CancelledError:
        if strike.was_all():
            return default
        raise
    finally:
        strike.timer.cancel()
