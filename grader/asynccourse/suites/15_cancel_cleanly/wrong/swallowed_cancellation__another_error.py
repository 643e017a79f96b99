import asyncio


async def worker(conn, jobs):
    for job in jobs:
        await conn.begin()
        try:
            await conn.execute(job)
        except asyncio.CancelledError as error:
            await conn.rollback()
            raise RuntimeError(f"{job} was cancelled") from error
        except Exception:
            await conn.rollback()
            raise
        await conn.commit()
