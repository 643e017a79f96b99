import asyncio


async def worker(conn, jobs):
    for job in jobs:
        await conn.begin()
        task = asyncio.create_task(conn.execute(job))
        try:
            await asyncio.shield(task)
        except BaseException:
            await conn.rollback()
            raise
        await conn.commit()
