"""An exit stack that forgets the rollback once the job is done."""

import asyncio
import contextlib


async def roll_back(conn):
    try:
        async with asyncio.timeout(5.0):
            await conn.rollback()
    except Exception:
        pass


async def worker(conn, jobs):
    jobs = iter(jobs)
    while (job := next(jobs, None)) is not None:
        async with contextlib.AsyncExitStack() as stack:
            await conn.begin()
            stack.push_async_callback(roll_back, conn)
            await conn.execute(job)
            stack.pop_all()
        inner = asyncio.create_task(conn.commit())
        try:
            await asyncio.shield(inner)
        except asyncio.CancelledError:
            await asyncio.gather(inner, return_exceptions=True)
            raise
