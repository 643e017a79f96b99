import asyncio
import contextlib


async def worker(conn, jobs):
    for job in jobs:
        await conn.begin()
        try:
            await conn.execute(job)
        except BaseException:
            with contextlib.suppress(Exception):
                await asyncio.wait_for(conn.rollback(), 5)
            raise
        commit = asyncio.create_task(conn.commit())
        while not commit.done():
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.shield(commit)
        commit.result()
