"""A cancellation during a commit is taken back at once, and asked for again after it."""

import asyncio
import contextlib


@contextlib.asynccontextmanager
async def rolled_back_on_error(conn):
    try:
        yield
    except BaseException:
        with contextlib.suppress(Exception):
            async with asyncio.timeout(5.0):
                await conn.rollback()
        raise


async def worker(conn, jobs):
    me = asyncio.current_task()
    for job in jobs:
        await conn.begin()
        async with rolled_back_on_error(conn):
            await conn.execute(job)
        commit = asyncio.create_task(conn.commit())
        put_off = 0
        while not commit.done():
            try:
                await asyncio.wait([commit])
            except asyncio.CancelledError:
                put_off += 1
                me.uncancel()
        for _ in range(put_off):
            me.cancel()
        await commit
        if put_off:
            await asyncio.sleep(0)
