"""A begin is let to its end, too, and then rolled back."""

import asyncio
import contextlib


async def to_its_end(coroutine):
    task = asyncio.create_task(coroutine)
    cancelled = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        raise cancelled
    return task.result()


async def worker(conn, jobs):
    for job in jobs:
        try:
            await to_its_end(conn.begin())
            await conn.execute(job)
        except BaseException:
            with contextlib.suppress(Exception):
                async with asyncio.timeout(5.0):
                    await conn.rollback()
            raise
        await to_its_end(conn.commit())
