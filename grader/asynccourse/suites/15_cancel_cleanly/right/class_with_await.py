"""An object to be awaited that can't be interrupted: it keeps the cancellation for the end."""

import asyncio

ROLLBACK_SECONDS = 5.0


class Uninterrupted:
    def __init__(self, coroutine):
        self.task = asyncio.ensure_future(coroutine)

    def __await__(self):
        cancelled = None
        while not self.task.done():
            try:
                yield from asyncio.wait([self.task]).__await__()
            except asyncio.CancelledError as error:
                cancelled = error
        if cancelled is not None and self.task.exception() is None:
            raise cancelled
        return self.task.result()


async def worker(conn, jobs):
    for job in jobs:
        await conn.begin()
        try:
            await conn.execute(job)
        except BaseException:
            try:
                await asyncio.wait_for(conn.rollback(), ROLLBACK_SECONDS)
            except Exception:
                pass
            raise
        await Uninterrupted(conn.commit())
