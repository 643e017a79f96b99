"""Of the errors of a rollback, only those of a connection are dropped."""

import asyncio
import contextlib


async def worker(conn, jobs):
    for job in jobs:
        await conn.begin()
        try:
            await conn.execute(job)
        except BaseException:
            with contextlib.suppress(OSError):
                async with asyncio.timeout(5.0):
                    await conn.rollback()
            raise
        commit = asyncio.ensure_future(conn.commit())
        try:
            await asyncio.shield(commit)
        except asyncio.CancelledError:
            await commit
            raise
