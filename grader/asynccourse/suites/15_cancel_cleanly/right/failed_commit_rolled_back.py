"""A commit that fails is rolled back as well, one that has ended never."""

import asyncio


async def worker(conn, jobs):
    for job in jobs:
        await conn.begin()
        commit = None
        try:
            await conn.execute(job)
            commit = asyncio.create_task(conn.commit())
            await asyncio.shield(commit)
        except BaseException:
            if commit is not None:
                await asyncio.wait([commit])
            if commit is None or commit.exception() is not None:
                try:
                    async with asyncio.timeout(5):
                        await conn.rollback()
                except Exception:
                    pass
            raise
