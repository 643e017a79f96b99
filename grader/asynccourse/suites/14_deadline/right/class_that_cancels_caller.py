"""A context manager of one's own, as `asyncio.timeout` is made."""

import asyncio


class Deadline:
    def __init__(self, seconds):
        self.seconds = seconds
        self.struck = False

    async def __aenter__(self):
        self.task = asyncio.current_task()
        self.before = self.task.cancelling()
        self.timer = asyncio.get_running_loop().call_later(self.seconds, self.strike)
        return self

    def strike(self):
        self.struck = True
        self.task.cancel()

    async def __aexit__(self, kind, error, trace):
        self.timer.cancel()
        if self.struck:
            others = self.task.uncancel() > self.before
            return kind is asyncio.CancelledError and not others
        return False


async def within(job, seconds, default):
    async with Deadline(seconds):
        return await job()
    return default
