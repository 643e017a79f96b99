import asyncio


async def worker(conn, jobs):
    for job in jobs:
        await conn.begin()
        try:
            await conn.execute(job)
        except BaseException:
            rollback = asyncio.create_task(conn.rollback())
            _, pending = await asyncio.wait([rollback], timeout=5)
            for task in pending:
                task.cancel()
                await asyncio.wait([task])
            raise
        commit = asyncio.create_task(conn.commit())
        try:
            await asyncio.shield(commit)
        except asyncio.CancelledError:
            await commit
            raise
