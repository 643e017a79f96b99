"""Each transaction is a task; the worker cancels it unless it commits already."""

import asyncio


async def worker(conn, jobs):
    for job in jobs:
        committing = asyncio.Event()

        async def transaction(job=job, committing=committing):
            await conn.begin()
            try:
                await conn.execute(job)
            except BaseException:
                try:
                    await asyncio.wait_for(conn.rollback(), timeout=5)
                except Exception:
                    pass
                raise
            committing.set()
            await conn.commit()

        task = asyncio.create_task(transaction())
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError:
            if not committing.is_set():
                task.cancel()
            await asyncio.wait([task])
            raise
