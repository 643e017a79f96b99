"""A worker that is cancelled gives its commit ten seconds, and then interrupts it."""

import asyncio
import contextlib


async def worker(conn, jobs):
    for job in jobs:
        await conn.begin()
        try:
            await conn.execute(job)
        except BaseException:
            with contextlib.suppress(Exception):
                async with asyncio.timeout(5.0):
                    await conn.rollback()
            raise
        commit = asyncio.ensure_future(conn.commit())
        try:
            await asyncio.shield(commit)
        except asyncio.CancelledError:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(10):
                    await commit
            raise
