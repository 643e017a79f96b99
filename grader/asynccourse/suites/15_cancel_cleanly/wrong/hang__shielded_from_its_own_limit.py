import asyncio
import contextlib


async def roll_back(conn):
    with contextlib.suppress(Exception):
        async with asyncio.timeout(5):
            await conn.rollback()


async def commit(conn):
    task = asyncio.create_task(conn.commit())
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise


async def worker(conn, jobs):
    for job in jobs:
        await conn.begin()
        try:
            await conn.execute(job)
        except BaseException:
            rollback = asyncio.create_task(conn.rollback())
            with contextlib.suppress(Exception):
                await asyncio.wait_for(asyncio.shield(rollback), 5)
            with contextlib.suppress(Exception):
                await rollback
            raise
        await commit(conn)
