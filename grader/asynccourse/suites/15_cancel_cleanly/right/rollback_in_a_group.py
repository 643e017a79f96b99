"""The rollback in a TaskGroup with a timer, and `except*` for what becomes of it."""

import asyncio
import contextlib


async def roll_back(conn):
    try:
        async with asyncio.TaskGroup() as group:
            rollback = group.create_task(conn.rollback())
            timer = asyncio.get_running_loop().call_later(5, rollback.cancel)
            rollback.add_done_callback(lambda _: timer.cancel())
    except* Exception as errors:
        print(f"the rollback: {errors.exceptions}")


async def commit(conn):
    task = asyncio.create_task(conn.commit())
    try:
        await asyncio.shield(task)
    finally:
        with contextlib.suppress(Exception):
            await task


async def worker(conn, jobs):
    for job in jobs:
        await conn.begin()
        try:
            await conn.execute(job)
        except BaseException:
            await roll_back(conn)
            raise
        await commit(conn)
