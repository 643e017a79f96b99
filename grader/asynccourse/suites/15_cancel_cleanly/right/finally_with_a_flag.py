"""`finally`, and a flag that says whether the job was done."""

import asyncio
import contextlib


async def worker(conn, jobs):
    for job in jobs:
        await conn.begin()
        executed = False
        try:
            await conn.execute(job)
            executed = True
        finally:
            if not executed:
                with contextlib.suppress(Exception):
                    async with asyncio.timeout(5):
                        await conn.rollback()
        commit = asyncio.ensure_future(conn.commit())
        try:
            await asyncio.shield(commit)
        finally:
            if not commit.done():
                await commit
