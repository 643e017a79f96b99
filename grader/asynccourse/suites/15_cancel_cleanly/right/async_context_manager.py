"""The transaction as an async context manager made from a generator."""

import asyncio
from contextlib import asynccontextmanager

ROLLBACK_SECONDS = 5.0


@asynccontextmanager
async def transaction(conn):
    await conn.begin()
    try:
        yield
    except BaseException:
        try:
            await asyncio.wait_for(conn.rollback(), ROLLBACK_SECONDS)
        except Exception as error:
            print("rollback:", repr(error))
        raise
    commit = asyncio.create_task(conn.commit())
    try:
        await asyncio.shield(commit)
    except asyncio.CancelledError:
        await commit
        raise


async def worker(conn, jobs):
    for job in jobs:
        async with transaction(conn):
            await conn.execute(job)
