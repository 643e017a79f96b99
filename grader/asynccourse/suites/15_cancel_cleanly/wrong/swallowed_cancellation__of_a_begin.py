"""A begin is let to its end, and then nobody remembers the cancellation."""

import asyncio
import contextlib


async def to_its_end(coroutine):
    task = asyncio.create_task(coroutine)
    cancelled = False
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError:
            cancelled = True
    task.result()
    return cancelled


async def worker(conn, jobs):
    for job in jobs:
        await to_its_end(conn.begin())
        try:
            await conn.execute(job)
        except BaseException:
            with contextlib.suppress(Exception):
                async with asyncio.timeout(5.0):
                    await conn.rollback()
            raise
        if await to_its_end(conn.commit()):
            raise asyncio.CancelledError
