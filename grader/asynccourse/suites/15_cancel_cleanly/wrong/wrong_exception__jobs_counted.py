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
    for number in range(len(jobs)):
        await conn.begin()
        try:
            await conn.execute(jobs[number])
        except BaseException:
            await roll_back(conn)
            raise
        await commit(conn)
