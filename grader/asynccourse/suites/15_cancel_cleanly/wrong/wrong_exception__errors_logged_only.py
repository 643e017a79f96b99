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
        except Exception as error:
            await roll_back(conn)
            print(f"{job} failed: {error}")
        except asyncio.CancelledError:
            await roll_back(conn)
            raise
        else:
            await commit(conn)
