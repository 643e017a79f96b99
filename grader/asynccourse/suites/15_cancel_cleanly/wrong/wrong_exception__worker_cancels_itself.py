"""A rollback that takes too long is ended by cancelling the worker itself."""

import asyncio
import contextlib


async def roll_back(conn):
    me = asyncio.current_task()
    timer = asyncio.get_running_loop().call_later(5.0, me.cancel)
    try:
        with contextlib.suppress(Exception):
            await conn.rollback()
    finally:
        timer.cancel()


async def worker(conn, jobs):
    for job in jobs:
        await conn.begin()
        try:
            await conn.execute(job)
        except BaseException:
            await roll_back(conn)
            raise
        commit = asyncio.ensure_future(conn.commit())
        try:
            await asyncio.shield(commit)
        except asyncio.CancelledError:
            await commit
            raise
