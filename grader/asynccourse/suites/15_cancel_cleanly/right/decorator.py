"""A decorator that undoes what was interrupted, by a `gather` of one that raises nothing."""

import asyncio
import functools


def undone_by(undo):
    def decorate(function):
        @functools.wraps(function)
        async def decorated(conn, *arguments):
            try:
                return await function(conn, *arguments)
            except BaseException:
                await asyncio.gather(asyncio.wait_for(undo(conn), 5), return_exceptions=True)
                raise

        return decorated

    return decorate


async def roll_back(conn):
    await conn.rollback()


@undone_by(roll_back)
async def execute(conn, job):
    await conn.execute(job)


async def commit(conn):
    task = asyncio.create_task(conn.commit())
    try:
        await asyncio.shield(task)
    except BaseException:
        while not task.done():
            await asyncio.wait({task})
        raise


async def worker(conn, jobs):
    for job in jobs:
        await conn.begin()
        await execute(conn, job)
        await commit(conn)
