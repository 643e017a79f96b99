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
        await asyncio.shield(conn.commit())
