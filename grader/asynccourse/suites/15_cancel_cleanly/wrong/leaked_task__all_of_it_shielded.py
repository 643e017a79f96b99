import asyncio


async def all_jobs(conn, jobs):
    for job in jobs:
        await conn.begin()
        try:
            await conn.execute(job)
        except Exception:
            await conn.rollback()
            raise
        await conn.commit()


async def worker(conn, jobs):
    await asyncio.shield(all_jobs(conn, jobs))
