import asyncio


async def worker(conn, jobs):
    for job in jobs:
        await conn.begin()
        try:
            await conn.execute(job)
        except BaseException:
            async with asyncio.timeout(5):
                await conn.rollback()
            raise
        commit = asyncio.create_task(conn.commit())
        try:
            await asyncio.shield(commit)
        except asyncio.CancelledError:
            await commit
            raise
