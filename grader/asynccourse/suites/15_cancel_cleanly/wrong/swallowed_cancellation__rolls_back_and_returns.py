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
        except asyncio.CancelledError:
            await roll_back(conn)
            return
        except Exception:
            await roll_back(conn)
            raise
        await commit(conn)
