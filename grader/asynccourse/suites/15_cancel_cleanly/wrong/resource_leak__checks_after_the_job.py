import asyncio


async def worker(conn, jobs):
    for job in jobs:
        await conn.begin()
        try:
            await conn.execute(job)
            if asyncio.current_task().cancelling():
                await conn.rollback()
                return
            await conn.commit()
        except Exception:
            await conn.rollback()
            raise
